/** What happened when a problem is the answer; what to do about it stands with each problem itself. */
import type { GatewayProblem, InquiryProblem } from "@bill-payment-status/http-api"

export type ProblemTag = GatewayProblem["tag"] | InquiryProblem["tag"]

export const causes: { readonly [tag in ProblemTag]: string } = {
  InvalidRequest: "A part of the request does not fit the contract; errors names each.",
  Unauthorized: "The request has no key, or one that was mistyped, revoked or has expired.",
  Forbidden: "The key is good, but not for this route or not for this registered partner.",
  NoSuchRoute: "Nothing is at the address.",
  MethodNotAllowed: "The address exists and does not answer to this method.",
  RequestTimeout: "The request did not arrive in time: its headers, or the whole of it.",
  ContentTooLarge: "The body is longer than the route takes.",
  UriTooLong: "The address is longer than the gateway reads.",
  UnsupportedMediaType: "The body is declared as something else than JSON in UTF-8.",
  TooManyRequests: "The key has used up its rate, or as many of its requests run as may.",
  HeadersTooLarge: "The headers together are longer than the gateway reads.",
  InternalError: "The gateway failed in a way nobody foresaw; its log says where.",
  Overloaded: "The gateway lets nobody new in until those it serves are answered.",
  InvalidInquiry:
    "The reference or the registration is empty, too long or holds control characters; AOPay was not asked.",
  TransactionNotFound:
    "AOPay answered with code 2. A payment sent seconds ago may not be on record yet.",
  ServiceDisabled: "AOPay answered with code 3.",
  InquiryRejected: "AOPay answered with code 4.",
  UnableToProcess: "AOPay answered with code 5.",
  TokenRejected: "AOPay answered with code 6.",
  InvalidSignature: "AOPay answered with code 7; it may come from AOPay's own upstream.",
  UnknownResponseCode: "AOPay answered with a code that neither its page nor we know.",
  MismatchedReference: "AOPay found a record, but of another reference; it was discarded.",
  UndecodableAnswer:
    "What came is no answer: HTML, cut off or broken JSON, or a record without the fields that decide.",
  ProviderUnavailable: "AOPay answered with HTTP 429 or 5xx, and without a code.",
  ProviderUnreachable:
    "There was no connection to AOPay, or it was lost before the answer was whole.",
  ProviderTimeout: "AOPay had not answered when the deadline was over.",
  CircuitOpen: "AOPay has been failing, so it is left alone for a while."
}
