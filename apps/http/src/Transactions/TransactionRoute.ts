/** One transaction: what the route answers, by whichever way the request came. */
import type { Inquiry } from "@bill-payment-status/core"
import { inquiryProblem } from "@bill-payment-status/http-api"
import { Context, Effect, Layer } from "effect"
import { type Answer, problemAnswer, retryAfterHeader } from "../Server/Answer.ts"
import { Transactions } from "./Transactions.ts"

/** A question about one transaction. */
export interface TransactionQuestion extends Inquiry {
  readonly requestId: string
  /** Ask even where a final payment status is remembered. */
  readonly fresh: boolean
}

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
        ask: ({ referenceId, registrationId, requestId }) =>
          Effect.match(transactions.ask({ referenceId, registrationId }), {
            onSuccess: transactions.answer,
            onFailure: (error) =>
              problemAnswer(inquiryProblem(error, requestId), retryAfterHeader(error))
          })
      })
    )
  )
}
