/** Asks about payments for partners, and remembers what is final. */
import { BillPaymentStatus, type Inquiry, type InquiryError } from "@bill-payment-status/core"
import { Clock, Context, Effect, Layer } from "effect"
import { ProviderHealth } from "../Health/ProviderHealth.ts"
import { Traffic } from "../Operations/Traffic.ts"
import { type Answer, type HeaderList, unstored } from "../Server/Answer.ts"
import { FinalAnswers, finalFor } from "./FinalAnswers.ts"
import { Told } from "./Told.ts"

const json: HeaderList = ["content-type", "application/json"]

const finalHeaders = (ageMillis: number): HeaderList => [
  ...json,
  "cache-control",
  `private, max-age=${finalFor / 1000}`,
  "age",
  String(Math.max(0, Math.floor(ageMillis / 1000)))
]

export class Transactions extends Context.Service<
  Transactions,
  {
    /** Asks AOPay for the `CurrentPartner`, unless it was asked a moment ago; what is final is remembered. */
    readonly ask: (inquiry: Inquiry) => Effect.Effect<Told, InquiryError>
    /** The answer to a question whose answer is remembered as final. */
    readonly remembered: (asked: Inquiry) => Answer | undefined
    readonly answer: (told: Told) => Answer
  }
>()("@bill-payment-status/http/Transactions") {
  static readonly layer = (options: {
    /** Memory for final answers. */
    readonly rememberedBytes: number
  }): Layer.Layer<Transactions, never, BillPaymentStatus | ProviderHealth | Traffic> =>
    Layer.effect(
      Transactions,
      Effect.gen(function* () {
        const statuses = yield* BillPaymentStatus
        const health = yield* ProviderHealth
        const traffic = yield* Traffic
        const clock = yield* Clock.Clock
        const now = () => clock.currentTimeMillisUnsafe()
        const finals = new FinalAnswers({ bytesAtMost: options.rememberedBytes, now })
        traffic.watch("remembered", () => finals.size)

        const answer = ({ body, status }: Told): Answer => {
          const headers = status.final
            ? finalHeaders(now() - status.checkedAt.epochMilliseconds)
            : [...json, ...unstored]
          return { status: 200, headers, body }
        }

        const remembered = ({ referenceId, registrationId }: Inquiry): Answer | undefined => {
          const final = finals.find(registrationId, referenceId)
          if (final === undefined) return undefined
          traffic.answeredFromMemory()
          const { body, checkedAt } = final
          return { status: 200, headers: finalHeaders(now() - checkedAt), body }
        }

        const keep = ({ referenceId, registrationId }: Inquiry, told: Told): void => {
          const { checkedAt, final } = told.status
          if (final)
            finals.keep(registrationId, referenceId, {
              body: told.body,
              checkedAt: checkedAt.epochMilliseconds
            })
          else finals.forget(registrationId, referenceId)
        }

        const ask = (inquiry: Inquiry) =>
          statuses.inspect(inquiry).pipe(
            Effect.onExit((exit) => {
              health.learn(exit)
              return Effect.void
            }),
            Effect.map((status) => {
              const told = new Told(status)
              keep(inquiry, told)
              return told
            })
          )

        return Transactions.of({ ask, remembered, answer })
      })
    )
}
