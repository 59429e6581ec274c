/** One transaction: what the route answers, by whichever way the request came. */
import type { Inquiry } from "@bill-payment-status/core"
import { inquiryProblem, OverloadedProblem } from "@bill-payment-status/http-api"
import { Context, Effect, Layer } from "effect"
import { type Answer, problemAnswer, retryAfterHeader } from "../Server/Answer.ts"
import { Transactions } from "./Transactions.ts"

/** A question about one transaction. */
export interface TransactionQuestion extends Inquiry {
  readonly requestId: string
  /** Ask even where a final payment status is remembered. */
  readonly fresh: boolean
}

/** Not AOPay's fault, and not cured by asking again at once. */
const noTurn = (requestId: string): Answer =>
  problemAnswer(
    new OverloadedProblem({
      detail: "AOPay was not asked: its rate leaves no turn before the deadline.",
      requestId
    }),
    ["retry-after", "5"]
  )

export class TransactionRoute extends Context.Service<
  TransactionRoute,
  {
    /** From memory, at once. */
    readonly remembered: (question: TransactionQuestion) => Answer | undefined
    readonly ask: (question: TransactionQuestion) => Effect.Effect<Answer>
  }
>()("@bill-payment-status/http/TransactionRoute") {
  static readonly layer: Layer.Layer<TransactionRoute, never, Transactions> = Layer.effect(
    TransactionRoute,
    Effect.map(Transactions, (transactions) =>
      TransactionRoute.of({
        remembered: (question) => (question.fresh ? undefined : transactions.remembered(question)),
        ask: ({ fresh, referenceId, registrationId, requestId }) =>
          Effect.match(transactions.ask({ referenceId, registrationId }), {
            onSuccess: (told) => transactions.answer(told, fresh),
            onFailure: (error) =>
              error._tag === "ProviderTimeout" && !error.asked
                ? noTurn(requestId)
                : problemAnswer(inquiryProblem(error, requestId), retryAfterHeader(error))
          })
      })
    )
  )
}
