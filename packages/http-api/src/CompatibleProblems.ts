/**
 * Why AOPay's own route has no answer. They have none of the members that decide in AOPay's answers, in whatever
 * case: no code, no data. `status` is RFC 9457's, the HTTP status as a number, where AOPay has true or false.
 */
import { type InquiryError, Retry } from "@bill-payment-status/core"
import { Schema } from "effect"
import { ProblemDetails } from "effect/http"
import { HttpApiSchema } from "effect/http-api"
import { type InquiryProblem, inquiryProblem, inquiryProblems } from "./InquiryProblems.ts"
import { RequestId } from "./RequestId.ts"

const Tag = Schema.Literals(inquiryProblems.map(({ identifier }) => identifier))

/** An inquiry problem without what AOPay said. */
export const CompatibleProblem = Schema.Struct({
  type: Schema.String,
  status: Schema.Int,
  title: Schema.String,
  tag: Tag,
  detail: Schema.String,
  referenceId: Schema.String,
  retry: Retry,
  advice: Schema.String,
  requestId: RequestId
}).annotate({ identifier: "CompatibleProblem" })
export type CompatibleProblem = typeof CompatibleProblem.Type

/** By HTTP status, as an endpoint declares its errors. */
export const compatibleProblems = [400, 502, 503, 504].map((status) =>
  CompatibleProblem.pipe(
    HttpApiSchema.status(status),
    HttpApiSchema.asJson({ contentType: ProblemDetails.contentType })
  )
)

/** The problem that stands for an error where AOPay's answer is expected. */
export const compatibleProblem = (error: InquiryError, requestId: string): CompatibleProblem => {
  const problem: InquiryProblem = inquiryProblem(error, requestId)
  const { advice, detail, referenceId, retry, status, tag, title, type } = problem
  return { type, status, title, tag, detail, referenceId, retry, advice, requestId }
}
