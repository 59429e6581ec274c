/**
 * Every way an inquiry can fail, as one flat union. Each error says what was
 * asked (`referenceId`), what was said (`responseCode`, `httpStatus`,
 * `message`, `rawBody`; null where nothing was), whether asking again can help
 * (`retry`) and what a person should do (`advice`).
 *
 * `retry`: "now" is retried within the deadline, "later" is for the caller to
 * ask again, "never" is not cured by asking again.
 */
import { Duration, Schema } from "effect"
import { PaymentStatus } from "./PaymentStatus.ts"
import { RawBody } from "./RawBody.ts"
import { ReferenceId } from "./ReferenceId.ts"
import { meaningOf } from "./Verdict.ts"

/** Whether asking again can help: at once, later, or never. */
export const Retry = Schema.Literals(["now", "later", "never"])
export type Retry = typeof Retry.Type

/** A complete answer that is not a verdict. */
const answered = {
  referenceId: ReferenceId,
  httpStatus: Schema.Int,
  message: Schema.String,
  /** When the provider said it, also for an answer given again from memory. */
  checkedAt: Schema.DateTimeUtc,
  rawBody: RawBody
}

/** The question itself is malformed: empty, over 64 characters, control characters. Not sent. */
export class InvalidInquiry extends Schema.TaggedError<InvalidInquiry>()("InvalidInquiry", {
  referenceId: Schema.String,
  message: Schema.String
}) {
  readonly retry = "never"
  readonly advice = "Correct the reference or the registration id and ask again."
  readonly responseCode = null
  readonly httpStatus = null
  readonly rawBody = null
}

/** Code 2. Indeterminate: a payment sent seconds ago may not be on record yet. */
export class TransactionNotFound extends Schema.TaggedError<TransactionNotFound>()(
  "TransactionNotFound",
  answered
) {
  readonly responseCode = 2
  readonly retry = "later"
  readonly advice =
    "Not on record yet, or never sent: do not refund, do not pay again; ask again later."
}

/** Code 3. */
export class ServiceDisabled extends Schema.TaggedError<ServiceDisabled>()(
  "ServiceDisabled",
  answered
) {
  readonly responseCode = 3
  readonly retry = "later"
  readonly advice = "AOPay has switched bill payment off; nothing is known, ask again later."
}

/** Code 4. */
export class InquiryRejected extends Schema.TaggedError<InquiryRejected>()(
  "InquiryRejected",
  answered
) {
  readonly responseCode = 4
  readonly retry = "never"
  readonly advice =
    "AOPay did not accept the question; check the reference and the registration id."
}

/** Code 5. */
export class UnableToProcess extends Schema.TaggedError<UnableToProcess>()(
  "UnableToProcess",
  answered
) {
  readonly responseCode = 5
  readonly retry = "later"
  readonly advice = "AOPay could not process the question; nothing is known, ask again later."
}

/** Code 6. */
export class TokenRejected extends Schema.TaggedError<TokenRejected>()("TokenRejected", answered) {
  readonly responseCode = 6
  readonly retry = "never"
  readonly advice = "AOPay rejected our token; alert whoever holds the AOPay account, do not loop."
}

/** Code 7. The page's message is "Invalid signature encoding"; it may come from AOPay's own upstream. */
export class InvalidSignature extends Schema.TaggedError<InvalidSignature>()(
  "InvalidSignature",
  answered
) {
  readonly responseCode = 7
  readonly retry = "never"
  readonly advice =
    "AOPay did not recognise us; check AOPAY_REGISTRATION_ID and AOPAY_API_KEY, alert, do not loop."
}

/** A code that nobody listed. */
export class UnknownResponseCode extends Schema.TaggedError<UnknownResponseCode>()(
  "UnknownResponseCode",
  { ...answered, responseCode: Schema.Finite }
) {
  readonly retry = "never"
  readonly advice = "Nothing is known about the payment; ask AOPay what this code means."
}

/** A record was found, but it is another reference's. */
export class MismatchedReference extends Schema.TaggedError<MismatchedReference>()(
  "MismatchedReference",
  answered
) {
  readonly responseCode = 1
  readonly retry = "never"
  readonly advice = "The answer is about another payment and was discarded; report it to AOPay."
}

/** A complete body that is not an answer. */
export class UndecodableAnswer extends Schema.TaggedError<UndecodableAnswer>()(
  "UndecodableAnswer",
  {
    ...answered,
    responseCode: Schema.NullOr(Schema.Int),
    /** Where the fault is, e.g. `data.refunded`; empty when the body as a whole is at fault. */
    path: Schema.String,
    /** How the body begins, safe to show: one line, at most 500 characters, account numbers masked. */
    excerpt: Schema.String
  }
) {
  readonly retry = "never"
  readonly advice =
    "Nothing is known about the payment; check AOPAY_BASE_URL, then report it to AOPay."
}

/** 429, or 5xx, without a code in the body. */
export class ProviderUnavailable extends Schema.TaggedError<ProviderUnavailable>()(
  "ProviderUnavailable",
  {
    ...answered,
    /** How long the provider asks us to wait. */
    retryAfter: Schema.NullOr(Schema.Duration)
  }
) {
  readonly responseCode = null
  readonly retry = "later"
  readonly advice = "AOPay is busy or down; nothing is known, ask again later."
}

/** No connection, or lost before the declared end of the body. */
export class ProviderUnreachable extends Schema.TaggedError<ProviderUnreachable>()(
  "ProviderUnreachable",
  {
    referenceId: ReferenceId,
    message: Schema.String,
    /** Null when the connection was lost before an answer began. */
    httpStatus: Schema.NullOr(Schema.Int),
    /** What had arrived. */
    rawBody: Schema.NullOr(RawBody)
  }
) {
  readonly responseCode = null
  readonly retry = "now"
  readonly advice =
    "Nothing is known about the payment; check the network and AOPAY_BASE_URL, then ask again."
}

/** One attempt took too long, its body included. */
export class ProviderTimeout extends Schema.TaggedError<ProviderTimeout>()("ProviderTimeout", {
  referenceId: ReferenceId,
  message: Schema.String,
  /** False when our own rate limit left no time to ask. */
  asked: Schema.Boolean
}) {
  readonly retry = "now"
  readonly advice = "Nothing is known about the payment; ask again."
  readonly responseCode = null
  readonly httpStatus = null
  readonly rawBody = null
}

/** Not asked: AOPay has been failing, and the breaker keeps questions from it for a while. */
export class CircuitOpen extends Schema.TaggedError<CircuitOpen>()("CircuitOpen", {
  referenceId: ReferenceId,
  message: Schema.String,
  /** How long until AOPay is asked again; null while one question tries whether it is back. */
  retryAfter: Schema.NullOr(Schema.Duration)
}) {
  readonly retry = "later"
  readonly advice = "AOPay has been failing and was not asked; nothing is known, ask again later."
  readonly responseCode = null
  readonly httpStatus = null
  readonly rawBody = null
}

/** `check` only: the payment was refunded (the page's own example). */
export class TransactionRefunded extends Schema.TaggedError<TransactionRefunded>()(
  "TransactionRefunded",
  { status: PaymentStatus }
) {
  readonly retry = "never"
  readonly referenceId = this.status.referenceId
  readonly responseCode = this.status.responseCode
  readonly httpStatus = this.status.httpStatus
  readonly rawBody = this.status.rawBody
  override readonly message = this.status.why
  readonly advice = meaningOf(this.status.verdict).advice
}

/** `check` only: the payment failed and the money is not back yet. */
export class TransactionRefundDue extends Schema.TaggedError<TransactionRefundDue>()(
  "TransactionRefundDue",
  { status: PaymentStatus }
) {
  readonly retry = "later"
  readonly referenceId = this.status.referenceId
  readonly responseCode = this.status.responseCode
  readonly httpStatus = this.status.httpStatus
  readonly rawBody = this.status.rawBody
  override readonly message = this.status.why
  readonly advice = meaningOf(this.status.verdict).advice
}

/** `check` only: the answer contradicts itself. */
export class TransactionConflict extends Schema.TaggedError<TransactionConflict>()(
  "TransactionConflict",
  { status: PaymentStatus }
) {
  readonly retry = "never"
  readonly referenceId = this.status.referenceId
  readonly responseCode = this.status.responseCode
  readonly httpStatus = this.status.httpStatus
  readonly rawBody = this.status.rawBody
  override readonly message = this.status.why
  readonly advice = meaningOf(this.status.verdict).advice
}

/** `track` only: the payment was not final in time. Not a failure of the payment. */
export class GaveUpWaiting extends Schema.TaggedError<GaveUpWaiting>()("GaveUpWaiting", {
  referenceId: Schema.String,
  /** The last that was said; null when nothing was. */
  last: Schema.NullOr(PaymentStatus)
}) {
  readonly retry = "later"
  readonly responseCode = this.last?.responseCode ?? null
  readonly httpStatus = this.last?.httpStatus ?? null
  readonly rawBody = this.last?.rawBody ?? null
  override readonly message =
    this.last === null
      ? "No payment status in time: it is not on record yet, or AOPay could not answer."
      : `Still ${this.last.verdict}.`
  readonly advice =
    "Giving up waiting says nothing about the payment; follow it again or ask AOPay."
}

/** What any question can fail with. */
export const InquiryError = Schema.Union([
  InvalidInquiry,
  TransactionNotFound,
  ServiceDisabled,
  InquiryRejected,
  UnableToProcess,
  TokenRejected,
  InvalidSignature,
  UnknownResponseCode,
  MismatchedReference,
  UndecodableAnswer,
  ProviderUnavailable,
  ProviderUnreachable,
  ProviderTimeout,
  CircuitOpen
])
export type InquiryError = typeof InquiryError.Type

/** How long we are asked to wait before the next question; zero when nobody says. */
export const retryAfterOf = (error: InquiryError): Duration.Duration =>
  ("retryAfter" in error ? error.retryAfter : null) ?? Duration.zero

/** What `check` adds: response code 1, but the payment does not stand. */
export const NotStanding = Schema.Union([
  TransactionRefunded,
  TransactionRefundDue,
  TransactionConflict
])
export type NotStanding = typeof NotStanding.Type

/** The JSON form of an error, the same in every program. */
export const InquiryErrorJson = Schema.Struct({
  referenceId: Schema.String,
  error: Schema.Struct({
    tag: Schema.Literals(InquiryError.members.map((member) => member.fields._tag.schema.literal)),
    responseCode: Schema.NullOr(Schema.Finite),
    httpStatus: Schema.NullOr(Schema.Int),
    message: Schema.String,
    retry: Retry
  })
}).annotate({ identifier: "InquiryError" })
export type InquiryErrorJson = typeof InquiryErrorJson.Type

/** The public JSON form of an error; holds neither the raw body nor anything confidential. */
export const inquiryErrorToJson = (error: InquiryError): InquiryErrorJson => ({
  referenceId: error.referenceId,
  error: {
    tag: error._tag,
    responseCode: error.responseCode,
    httpStatus: error.httpStatus,
    message: error.message,
    retry: error.retry
  }
})
