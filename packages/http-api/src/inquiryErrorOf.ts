/** The core's error behind a problem: the gateway's own are told as those of a provider. */
import {
  CircuitOpen,
  type InquiryError,
  InquiryRejected,
  InvalidInquiry,
  InvalidSignature,
  MismatchedReference,
  noBody,
  ProviderTimeout,
  ProviderUnavailable,
  ProviderUnreachable,
  type ReferenceId,
  ServiceDisabled,
  TokenRejected,
  TransactionNotFound,
  UnableToProcess,
  UndecodableAnswer,
  UnknownResponseCode
} from "@bill-payment-status/core"
import type { DateTime } from "effect"
import type { GatewayProblem } from "./GatewayProblems.ts"
import type { InquiryProblem } from "./InquiryProblems.ts"

/** What asking about one transaction can fail with. */
export type AskingProblem = InquiryProblem | GatewayProblem

export const inquiryErrorOf = (
  problem: AskingProblem,
  referenceId: ReferenceId,
  checkedAt: DateTime.Utc
): InquiryError => {
  const { detail: message } = problem
  const httpStatus = ("httpStatus" in problem ? problem.httpStatus : null) ?? problem.status
  const rawBody = noBody
  const answered = { referenceId, httpStatus, message, checkedAt, rawBody }
  const undecodable = new UndecodableAnswer({
    ...answered,
    responseCode: "responseCode" in problem ? problem.responseCode : null,
    path: "",
    excerpt: ""
  })
  switch (problem.tag) {
    case "InvalidInquiry":
    case "InvalidRequest":
      return new InvalidInquiry({ referenceId, message })
    case "TransactionNotFound":
      return new TransactionNotFound(answered)
    case "ServiceDisabled":
      return new ServiceDisabled(answered)
    case "InquiryRejected":
      return new InquiryRejected(answered)
    case "UnableToProcess":
      return new UnableToProcess(answered)
    case "TokenRejected":
      return new TokenRejected(answered)
    case "InvalidSignature":
      return new InvalidSignature(answered)
    case "MismatchedReference":
      return new MismatchedReference(answered)
    case "UnknownResponseCode":
      return problem.responseCode === null
        ? undecodable
        : new UnknownResponseCode({ ...answered, responseCode: problem.responseCode })
    case "ProviderTimeout":
      return new ProviderTimeout({ referenceId, message, asked: true })
    case "CircuitOpen":
      return new CircuitOpen({ referenceId, message, retryAfter: null })
    case "ProviderUnreachable":
      return new ProviderUnreachable({ referenceId, message, httpStatus: null, rawBody: null })
    case "ProviderUnavailable":
    case "TooManyRequests":
    case "Overloaded":
    case "InternalError":
    case "RequestTimeout":
      return new ProviderUnavailable({ ...answered, retryAfter: null })
    case "UndecodableAnswer":
    case "Unauthorized":
    case "Forbidden":
    case "NoSuchRoute":
    case "MethodNotAllowed":
    case "ContentTooLarge":
    case "UnsupportedMediaType":
    case "UriTooLong":
    case "HeadersTooLarge":
      return undecodable
  }
}
