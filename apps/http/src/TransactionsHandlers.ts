import { BillPaymentStatus, paymentStatusToJson } from "@bill-payment-status/core"
import { Api, problemOf } from "@bill-payment-status/http-api"
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"

export const TransactionsHandlers = HttpApiBuilder.group(
  Api,
  "transactions",
  Effect.fnUntraced(function* (handlers) {
    const statuses = yield* BillPaymentStatus
    return handlers.handleAll({
      status: ({ params }) =>
        statuses.inspect({ referenceId: params.reference }).pipe(
          Effect.map((status) => paymentStatusToJson(status)),
          Effect.mapError(problemOf)
        )
    })
  })
)
