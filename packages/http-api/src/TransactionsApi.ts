/** What became of payments. */
import {
  GaveUpWaitingJson,
  InquiryErrorJson,
  PaymentStatusJson,
  TrackedChangeJson
} from "@bill-payment-status/core"
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api"
import { Authorization } from "./Authorization.ts"
import { ContentTooLargeProblem, UnsupportedMediaTypeProblem } from "./GatewayProblems.ts"
import { inquiryProblems, InvalidInquiryProblem } from "./InquiryProblems.ts"
import { RequiredScope } from "./Scope.ts"

/** The header that says for which registered partner is asked. */
export const registrationHeader = "registration-id"

const registration = {
  [registrationHeader]: Schema.optionalKey(
    Schema.String.annotate({
      description:
        "For which registered partner to ask; one of those the API key may use. Default: its first."
    })
  )
}

const reference = Schema.String.annotate({
  description: "What the payment was sent by: 1 to 64 characters, none of them a control character."
})

const Flag = Schema.Literals(["true", "false"])

/** References one batch may ask about. */
export const batchAtMost = 1000

/** Many questions at once. */
export const Batch = Schema.Struct({
  references: Schema.Array(Schema.String)
    .check(Schema.isMaxLength(batchAtMost))
    .annotate({ description: "In the order the results come in; one may occur twice." })
}).annotate({ identifier: "Batch" })

/** What became of one question of many: a payment status or an error. */
export const BatchResult = Schema.Union([PaymentStatusJson, InquiryErrorJson]).annotate({
  identifier: "BatchResult"
})

/** One result a reference, in the same order. */
export const BatchResults = Schema.Struct({ results: Schema.Array(BatchResult) }).annotate({
  identifier: "BatchResults"
})

/** The names of the events that are not changes. */
export const eventNames = {
  /** The question failed for good: the data is a problem. */
  problem: "problem",
  /** Not final in time: the data says what was said last. */
  gaveUp: "gave-up"
} as const

const ChangeEvent = Schema.Struct({
  id: Schema.String,
  event: Schema.Literal("message"),
  data: Schema.fromJsonString(TrackedChangeJson)
})

const ProblemEvent = Schema.Struct({
  id: Schema.optionalKey(Schema.UndefinedOr(Schema.String)),
  event: Schema.Literal(eventNames.problem),
  data: Schema.fromJsonString(Schema.Union(inquiryProblems))
})

const GaveUpEvent = Schema.Struct({
  id: Schema.optionalKey(Schema.UndefinedOr(Schema.String)),
  event: Schema.Literal(eventNames.gaveUp),
  data: Schema.fromJsonString(GaveUpWaitingJson)
})

/** What a stream of events says. */
export const TransactionEvent = Schema.Union([ChangeEvent, ProblemEvent, GaveUpEvent])

export class TransactionsApi extends HttpApiGroup.make("transactions")
  .add(
    HttpApiEndpoint.get("status", "/v1/transactions/:reference", {
      params: { reference },
      query: {
        fresh: Schema.optionalKey(
          Flag.annotate({
            description:
              "true asks AOPay again even where a final payment status is remembered. The smallest gap between asking twice holds all the same."
          })
        )
      },
      headers: registration,
      success: PaymentStatusJson,
      error: inquiryProblems
    })
      .annotate(RequiredScope, "read")
      .annotateMerge(
        OpenApi.annotations({
          identifier: "status",
          summary: "Say whether a bill was paid and whether the money is safe",
          description:
            "Every verdict is a 200: read verdict, refundSafe and resendSafe. What is not a verdict is a problem with a tag."
        })
      ),
    HttpApiEndpoint.post("batch", "/v1/transactions/batch", {
      payload: Batch,
      headers: {
        ...registration,
        accept: Schema.optionalKey(
          Schema.String.annotate({
            description:
              "application/x-ndjson streams one result a line, each as soon as it and those before it are there."
          })
        )
      },
      success: [
        BatchResults,
        HttpApiSchema.StreamNdjson({ schema: BatchResult, contentType: "application/x-ndjson" })
      ],
      error: [ContentTooLargeProblem, UnsupportedMediaTypeProblem]
    })
      .annotate(RequiredScope, "batch")
      .annotateMerge(
        OpenApi.annotations({
          identifier: "batch",
          summary: "The same for up to 1,000 references",
          description:
            "One result a reference, in the same order: a payment status, or an error with a tag. A failed one never ends the others."
        })
      ),
    HttpApiEndpoint.get("events", "/v1/transactions/:reference/events", {
      params: { reference },
      query: {
        until: Schema.optionalKey(
          Schema.Literals(["final", "paid"]).annotate({
            description:
              "final (the default) follows a paid bill until its late-flip window has passed; paid ends at a Paid too."
          })
        )
      },
      headers: {
        ...registration,
        "last-event-id": Schema.optionalKey(
          Schema.String.annotate({
            description:
              "The id of the last event seen: what it said is not said again. After a final one the answer is 204."
          })
        )
      },
      success: [HttpApiSchema.StreamSse({ events: TransactionEvent }), HttpApiSchema.NoContent],
      error: InvalidInquiryProblem
    })
      .annotate(RequiredScope, "track")
      .annotateMerge(
        OpenApi.annotations({
          identifier: "events",
          summary: "Follow a payment until it is final",
          description:
            "Server-sent events: each change of the verdict as a message, a comment every 15 seconds meanwhile. Ends when the payment is final."
        })
      )
  )
  .middleware(Authorization)
  .annotateMerge(
    OpenApi.annotations({ title: "Transactions", description: "What became of payments." })
  ) {}
