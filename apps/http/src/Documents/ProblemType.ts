/** What is known of every kind of problem, from the problems themselves. */
import { InquiryError, ReferenceId } from "@bill-payment-status/core"
import {
  type GatewayProblem,
  gatewayProblems,
  type InquiryProblem,
  inquiryProblem
} from "@bill-payment-status/http-api"
import { DateTime, Redacted } from "effect"
import { causes, type ProblemTag } from "./ProblemCause.ts"

export interface ProblemType {
  /** Also the path of its page. */
  readonly type: string
  readonly tag: ProblemTag
  readonly status: number
  readonly title: string
  readonly retry: GatewayProblem["retry"]
  readonly cause: string
  readonly advice: string
}

/** Whatever a problem or an error is made of: only what is the same of all its kind is shown. */
const anything = {
  detail: "",
  errors: [],
  routes: [],
  requestId: "",
  referenceId: ReferenceId.make("any"),
  responseCode: 0,
  httpStatus: 200,
  message: "",
  checkedAt: DateTime.makeUnsafe(0),
  rawBody: Redacted.make("", { label: "raw body" }),
  path: "",
  excerpt: "",
  retryAfter: null,
  asked: true
}

const typeOf = ({
  advice,
  retry,
  status,
  tag,
  title,
  type
}: GatewayProblem | InquiryProblem): ProblemType => ({
  type,
  tag,
  status,
  title,
  retry,
  cause: causes[tag],
  advice
})

/** The gateway's own first. */
export const problemTypes: ReadonlyArray<ProblemType> = [
  ...gatewayProblems.map((Problem) => typeOf(new Problem(anything))),
  ...InquiryError.members.map((Failure) => typeOf(inquiryProblem(new Failure(anything), "")))
]
