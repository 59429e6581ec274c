/**
 * Every way a question to AOPay fails, as RFC 9457 problems with the core's own tags. Their `httpStatus` is
 * AOPay's, their `status` the gateway's.
 */
import { type InquiryError, Retry } from "@bill-payment-status/core"
import { Schema } from "effect"
import { HttpApiError } from "effect/http-api"
import { RequestId } from "./RequestId.ts"

const members = <const Tag extends InquiryError["_tag"]>(tag: Tag) => ({
  tag: Schema.tag(tag),
  detail: Schema.String,
  referenceId: Schema.String,
  responseCode: Schema.NullOr(Schema.Finite),
  httpStatus: Schema.NullOr(Schema.Int),
  retry: Retry,
  advice: Schema.String,
  requestId: RequestId
})

export class InvalidInquiryProblem extends HttpApiError.Problem<InvalidInquiryProblem>()(
  "InvalidInquiry",
  { type: "/problems/invalid-inquiry", status: 400, title: "The question is malformed" },
  members("InvalidInquiry")
) {}

export class TransactionNotFoundProblem extends HttpApiError.Problem<TransactionNotFoundProblem>()(
  "TransactionNotFound",
  { type: "/problems/transaction-not-found", status: 404, title: "No such transaction on record" },
  members("TransactionNotFound")
) {}

export class ServiceDisabledProblem extends HttpApiError.Problem<ServiceDisabledProblem>()(
  "ServiceDisabled",
  { type: "/problems/service-disabled", status: 503, title: "AOPay has switched bill payment off" },
  members("ServiceDisabled")
) {}

export class InquiryRejectedProblem extends HttpApiError.Problem<InquiryRejectedProblem>()(
  "InquiryRejected",
  { type: "/problems/inquiry-rejected", status: 422, title: "AOPay did not accept the question" },
  members("InquiryRejected")
) {}

export class UnableToProcessProblem extends HttpApiError.Problem<UnableToProcessProblem>()(
  "UnableToProcess",
  {
    type: "/problems/unable-to-process",
    status: 502,
    title: "AOPay could not process the question"
  },
  members("UnableToProcess")
) {}

export class TokenRejectedProblem extends HttpApiError.Problem<TokenRejectedProblem>()(
  "TokenRejected",
  { type: "/problems/token-rejected", status: 502, title: "AOPay rejected our token" },
  members("TokenRejected")
) {}

export class InvalidSignatureProblem extends HttpApiError.Problem<InvalidSignatureProblem>()(
  "InvalidSignature",
  { type: "/problems/invalid-signature", status: 502, title: "AOPay did not recognise us" },
  members("InvalidSignature")
) {}

export class UnknownResponseCodeProblem extends HttpApiError.Problem<UnknownResponseCodeProblem>()(
  "UnknownResponseCode",
  {
    type: "/problems/unknown-response-code",
    status: 502,
    title: "AOPay answered with a code nobody listed"
  },
  members("UnknownResponseCode")
) {}

export class MismatchedReferenceProblem extends HttpApiError.Problem<MismatchedReferenceProblem>()(
  "MismatchedReference",
  {
    type: "/problems/mismatched-reference",
    status: 502,
    title: "AOPay answered about another reference"
  },
  members("MismatchedReference")
) {}

export class UndecodableAnswerProblem extends HttpApiError.Problem<UndecodableAnswerProblem>()(
  "UndecodableAnswer",
  { type: "/problems/undecodable-answer", status: 502, title: "AOPay's answer cannot be read" },
  members("UndecodableAnswer")
) {}

export class ProviderUnavailableProblem extends HttpApiError.Problem<ProviderUnavailableProblem>()(
  "ProviderUnavailable",
  { type: "/problems/provider-unavailable", status: 503, title: "AOPay is busy or down" },
  members("ProviderUnavailable")
) {}

export class ProviderUnreachableProblem extends HttpApiError.Problem<ProviderUnreachableProblem>()(
  "ProviderUnreachable",
  { type: "/problems/provider-unreachable", status: 502, title: "AOPay cannot be reached" },
  members("ProviderUnreachable")
) {}

export class ProviderTimeoutProblem extends HttpApiError.Problem<ProviderTimeoutProblem>()(
  "ProviderTimeout",
  { type: "/problems/provider-timeout", status: 504, title: "AOPay did not answer in time" },
  members("ProviderTimeout")
) {}

export class CircuitOpenProblem extends HttpApiError.Problem<CircuitOpenProblem>()(
  "CircuitOpen",
  {
    type: "/problems/circuit-open",
    status: 503,
    title: "AOPay has been failing and was not asked"
  },
  members("CircuitOpen")
) {}

const problems = {
  InvalidInquiry: InvalidInquiryProblem,
  TransactionNotFound: TransactionNotFoundProblem,
  ServiceDisabled: ServiceDisabledProblem,
  InquiryRejected: InquiryRejectedProblem,
  UnableToProcess: UnableToProcessProblem,
  TokenRejected: TokenRejectedProblem,
  InvalidSignature: InvalidSignatureProblem,
  UnknownResponseCode: UnknownResponseCodeProblem,
  MismatchedReference: MismatchedReferenceProblem,
  UndecodableAnswer: UndecodableAnswerProblem,
  ProviderUnavailable: ProviderUnavailableProblem,
  ProviderUnreachable: ProviderUnreachableProblem,
  ProviderTimeout: ProviderTimeoutProblem,
  CircuitOpen: CircuitOpenProblem
}

/** All of them, as an endpoint declares its errors. */
export const inquiryProblems = Object.values(problems)

export type InquiryProblem = InstanceType<(typeof problems)[keyof typeof problems]>

/** The problem that stands for an error; what was said is passed on, the raw body is not. */
export const inquiryProblem = (error: InquiryError, requestId: string): InquiryProblem =>
  new problems[error._tag]({
    detail: error.message,
    referenceId: error.referenceId,
    responseCode: error.responseCode,
    httpStatus: error.httpStatus,
    retry: error.retry,
    advice: error.advice,
    requestId
  })
