/** One harmless question, asked as `check` asks; and what its answer says of our clock. */
import {
  BillPaymentStatus,
  CallPolicy,
  type InquiryError,
  type PaymentStatus,
  Transport
} from "@bill-payment-status/core"
import { layerBillPaymentStatusVia, layerTransport } from "@bill-payment-status/program"
import { Clock, DateTime, Duration, Effect, Layer, Option, Result } from "effect"
import { exitCodeOf } from "../ExitCode.ts"
import { layerCallPolicy } from "../Settings/CallSettings.ts"
import { fail, type Finding, ok, skip, took, warn } from "./Step.ts"

/** What was heard of AOPay's clock, by ours. */
interface Heard {
  readonly date: string | undefined
  readonly askedAt: number
  readonly answeredAt: number
}

/** A reference nobody has sent a payment with. */
export const nobodysReference = "bill-status-doctor"

const listening = (transport: Transport["Service"], hear: (heard: Heard) => void) =>
  Transport.of({
    send: Effect.fnUntraced(function* (request) {
      const askedAt = yield* Clock.currentTimeMillis
      const answer = yield* transport.send(request)
      const answeredAt = yield* Clock.currentTimeMillis
      hear({ askedAt, answeredAt, date: answer.headers["date"]?.toString() })
      return answer
    })
  })

/** What became of the question. */
interface Inquired {
  readonly finding: Finding
  /** Nothing where no answer came. */
  readonly heard: Heard | undefined
}

const answered = ({ httpStatus, verdict }: PaymentStatus, duration: Duration.Duration): Finding =>
  ok(`AOPay answers ${verdict} (HTTP ${httpStatus}) in ${took(duration)}`)

/** What the error itself says; more where it is asked for by somebody who looks for the fault. */
const adviceOn = (error: InquiryError): string => {
  if (error.httpStatus === 407)
    return "Write name and password into the proxy's variable: http://name:password@host:port."
  return error._tag === "UndecodableAnswer" && error.excerpt.startsWith("<")
    ? "This is a web page and not AOPay: check AOPAY_BASE_URL, and whether a proxy or a login page answers instead."
    : error.advice
}

const notAnswered = (error: InquiryError, duration: Duration.Duration): Finding => {
  const { _tag, httpStatus, message, responseCode } = error
  if (_tag === "TransactionNotFound")
    return ok(`AOPay knows us and answers code 2, not found, in ${took(duration)}`)
  const said = [
    ...(responseCode === null ? [] : [`code ${responseCode}`]),
    ...(httpStatus === null ? [] : [`HTTP ${httpStatus}`])
  ].join(", ")
  return fail(
    exitCodeOf(_tag),
    `${_tag}${said === "" ? "" : ` (${said})`} in ${took(duration)}: ${message}`,
    adviceOn(error)
  )
}

/** Asks once: whoever looks for a fault wants the first one. */
export const inquiryStep = Effect.fnUntraced(function* (referenceId: string) {
  let heard: Heard | undefined
  const layerListening = Layer.effect(
    Transport,
    Effect.map(Transport, (transport) =>
      listening(transport, (latest) => {
        heard = latest
      })
    )
  ).pipe(Layer.provide(layerTransport))
  const layerAskingOnce = layerBillPaymentStatusVia(layerListening).pipe(
    Layer.provide(layerCallPolicy.pipe(Layer.provide(CallPolicy.layer({ retries: 0 }))))
  )
  const [duration, result] = yield* BillPaymentStatus.use(({ inspect }) =>
    Effect.timed(Effect.result(inspect({ referenceId })))
  ).pipe(Effect.provide(layerAskingOnce))
  const finding = Result.match(result, {
    onFailure: (error) => notAnswered(error, duration),
    onSuccess: (status) => answered(status, duration)
  })
  return { finding, heard } satisfies Inquired
})

const skewAtMost = Duration.seconds(5)

/** `Date` has whole seconds, the next one not begun. */
const halfASecond = 500

/** Our clock against AOPay's, as it was halfway between question and answer. */
export const clockStep = (heard: Heard | undefined): Finding => {
  if (heard === undefined) return skip("no answer to compare with")
  const date = Option.flatMap(Option.fromUndefinedOr(heard.date), DateTime.make)
  if (Option.isNone(date)) return skip("the answer has no Date")
  const ours = (heard.askedAt + heard.answeredAt) / 2
  const skew = ours - (DateTime.toEpochMillis(date.value) + halfASecond)
  const off = Duration.millis(Math.abs(skew))
  if (Duration.isLessThan(off, skewAtMost)) return ok("this clock agrees with the answer's Date")
  const by = Duration.format(Duration.seconds(Math.round(Duration.toSeconds(off))))
  return warn(
    `this clock is ${by} ${skew < 0 ? "behind" : "ahead of"} the answer's Date`,
    "Set this machine's clock (timedatectl set-ntp true): until then whether a payment is final is judged wrongly."
  )
}
