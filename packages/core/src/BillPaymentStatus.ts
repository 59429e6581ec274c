/** The one place where the question "is this bill paid, and is the money safe?" is answered. */
import { Context, DateTime, Duration, Effect, Layer, Result, Stream } from "effect"
import { applyCallPolicy, CallPolicy, layerPolicyMemory } from "./CallPolicy.ts"
import type { Ask } from "./CallPolicy/Ask.ts"
import { attemptTimeout } from "./CallPolicy/AttemptTimeout.ts"
import { LateFlipWindow } from "./Finality.ts"
import { type Inquiry, validateInquiry } from "./Inquiry.ts"
import {
  type GaveUpWaiting,
  type InquiryError,
  type NotStanding,
  TransactionConflict,
  TransactionRefundDue,
  TransactionRefunded
} from "./InquiryError.ts"
import type { PaymentStatus } from "./PaymentStatus.ts"
import { Provider } from "./Provider.ts"
import { readAnswer } from "./Provider/AopayAnswer.ts"
import { layerAopay } from "./Provider/AopayProvider.ts"
import type { Transport } from "./Provider/Transport.ts"
import type { WireDrift } from "./Provider/WireDrift.ts"
import type { InvalidSetting } from "./Setting.ts"
import { countDrift, counted, traced } from "./Telemetry.ts"
import { track, type TrackedChange, type TrackPolicy } from "./Tracking.ts"

/** What became of one inquiry of many. */
export interface InquiryResult {
  readonly referenceId: string
  readonly result: Result.Result<PaymentStatus, InquiryError>
}

const standing = (status: PaymentStatus): Effect.Effect<PaymentStatus, NotStanding> => {
  switch (status.verdict) {
    case "Paid":
    case "Pending":
      return Effect.succeed(status)
    case "Refunded":
      return Effect.fail(new TransactionRefunded({ status }))
    case "RefundDue":
      return Effect.fail(new TransactionRefundDue({ status }))
    case "Conflict":
      return Effect.fail(new TransactionConflict({ status }))
  }
}

/**
 * The service. Reads only: no question changes anything at AOPay, so asking again is always safe. Never
 * answers about another reference than the one asked for, and never gives a verdict that the answer's
 * deciding fields do not hold. Errors are typed; nothing is thrown.
 */
export class BillPaymentStatus extends Context.Service<
  BillPaymentStatus,
  {
    /**
     * Succeeds while the payment stands (Paid or Pending). A Refunded, RefundDue or Conflict is a
     * typed error that carries the whole payment status.
     */
    readonly check: (inquiry: Inquiry) => Effect.Effect<PaymentStatus, InquiryError | NotStanding>
    /** The same question when every verdict is an answer. */
    readonly inspect: (inquiry: Inquiry) => Effect.Effect<PaymentStatus, InquiryError>
    /**
     * Many questions in constant memory: one result per inquiry, in input order. A failed inquiry
     * is a result and never ends the stream. Asks `concurrency` (a whole number, default 8) at a time.
     */
    readonly inspectMany: <E, R>(
      inquiries: Stream.Stream<Inquiry, E, R>,
      options?: { readonly concurrency?: number }
    ) => Stream.Stream<InquiryResult, E, R>
    /**
     * The changes of one payment until no later answer is expected to differ. Fails with
     * `GaveUpWaiting`, which carries the last payment status, when that takes too long.
     */
    readonly track: (
      inquiry: Inquiry,
      policy?: TrackPolicy
    ) => Stream.Stream<TrackedChange, InquiryError | GaveUpWaiting>
  }
>()("@bill-payment-status/core/BillPaymentStatus") {
  /** Asks the `Provider` once for each inquiry, with a timeout and no other policy. */
  static readonly layerOnce: Layer.Layer<BillPaymentStatus, never, Provider> = Layer.effect(
    BillPaymentStatus,
    Effect.gen(function* () {
      const policy = yield* CallPolicy
      return yield* makeService(attemptTimeout(yield* makeAsk, policy.attemptTimeout).ask)
    })
  )

  /** Asks the `Provider` under the call policy. */
  static readonly layerNoDeps: Layer.Layer<BillPaymentStatus, never, Provider> = Layer.effect(
    BillPaymentStatus,
    Effect.gen(function* () {
      return yield* makeService(yield* applyCallPolicy(yield* makeAsk))
    })
  ).pipe(Layer.provide(layerPolicyMemory))

  /** Live: asks AOPay over HTTP, configured by the `AOPAY_…` settings. */
  static readonly layer: Layer.Layer<BillPaymentStatus, InvalidSetting, Transport> =
    this.layerNoDeps.pipe(Layer.provide(layerAopay))
}

/** One question, one answer, read. */
const makeAsk = Effect.gen(function* () {
  const provider = yield* Provider
  const lateFlipWindow = yield* LateFlipWindow
  const { secrets, timeZone } = provider
  const ask: Ask = (inquiry) =>
    Effect.flatMap(provider.ask(inquiry), (answer) =>
      Effect.clockWith((clock) => {
        const drift: Array<WireDrift> = []
        const asked = {
          referenceId: inquiry.referenceId,
          timeZone,
          lateFlipWindow,
          answeredAt: DateTime.makeUnsafe(clock.currentTimeMillisUnsafe()),
          secrets: secrets.includes(inquiry.registrationId)
            ? secrets
            : [...secrets, inquiry.registrationId]
        }
        const result = Effect.fromResult(readAnswer(answer, asked, (found) => drift.push(found)))
        return drift.length === 0 ? result : Effect.andThen(countDrift(drift), result)
      })
    )
  return ask
})

const makeService = Effect.fnUntraced(function* (ask: Ask) {
  const { registrationId } = yield* Provider
  const lateFlipWindow = yield* LateFlipWindow

  const inspect: BillPaymentStatus["Service"]["inspect"] = (inquiry) =>
    Effect.suspend(() => {
      const valid = validateInquiry(inquiry, registrationId)
      return Result.isSuccess(valid) ? ask(valid.success) : Effect.fail(valid.failure)
    }).pipe(counted, traced("BillPaymentStatus.inspect"))

  return serviceOver(inspect, lateFlipWindow)
})

/** The whole service, given how one question is answered. */
export const serviceOver = (
  inspect: BillPaymentStatus["Service"]["inspect"],
  lateFlipWindow: Duration.Duration
): BillPaymentStatus["Service"] => {
  const giveUpAfter = Duration.sum(lateFlipWindow, Duration.days(1))

  const check: BillPaymentStatus["Service"]["check"] = (inquiry) =>
    Effect.flatMap(inspect(inquiry), standing).pipe(traced("BillPaymentStatus.check"))

  const inspectMany: BillPaymentStatus["Service"]["inspectMany"] = (
    inquiries,
    { concurrency = 8 } = {}
  ) =>
    Number.isSafeInteger(concurrency) && concurrency >= 1
      ? Stream.mapEffect(
          inquiries,
          (inquiry) =>
            Effect.map(Effect.result(inspect(inquiry)), (result) => ({
              referenceId: inquiry.referenceId,
              result
            })),
          { concurrency }
        )
      : Stream.die(new RangeError("concurrency must be a whole number from 1."))

  return BillPaymentStatus.of({
    check,
    inspect,
    inspectMany,
    track: (inquiry, policy) => track(inspect, inquiry, { giveUpAfter, ...policy })
  })
}
