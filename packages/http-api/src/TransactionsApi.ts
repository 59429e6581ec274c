/** What became of a payment. */
import { PaymentStatusJson } from "@bill-payment-status/core"
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { inquiryProblems } from "./Problems.ts"

export class TransactionsApi extends HttpApiGroup.make("transactions")
  .add(
    HttpApiEndpoint.get("status", "/v1/transactions/:reference", {
      params: { reference: Schema.String },
      success: PaymentStatusJson,
      error: inquiryProblems
    }).annotateMerge(
      OpenApi.annotations({
        summary: "Say whether a bill was paid and whether the money is safe",
        description:
          "Every verdict is a 200: read verdict, refundSafe and resendSafe. What is not a verdict is a problem with a tag."
      })
    )
  )
  .annotateMerge(OpenApi.annotations({ title: "Transactions" })) {}
