/** What callers' types see; compiling is passing. */
import { Effect, Stream } from "effect"
import type {
  BillPaymentStatus,
  InquiryError,
  NotStanding,
  PaymentStatus
} from "@bill-payment-status/core"
import type { Answer, Client } from "@bill-payment-status/core/promise"

type IsAny<A> = 0 extends 1 & A ? true : false
type Same<A, B> = true extends IsAny<A> | IsAny<B>
  ? false
  : [A] extends [B]
    ? [B] extends [A]
      ? true
      : false
    : false
const holds = <Claim extends true>(claim: Claim): Claim => claim

type Service = BillPaymentStatus["Service"]

holds<Same<Effect.Error<ReturnType<Service["check"]>>, InquiryError | NotStanding>>(true)
holds<Same<Effect.Error<ReturnType<Service["inspect"]>>, InquiryError>>(true)
holds<Same<Effect.Success<ReturnType<Service["inspect"]>>, PaymentStatus>>(true)
holds<Same<Effect.Services<ReturnType<Service["check"]>>, never>>(true)
holds<
  Same<Stream.Error<ReturnType<Service["track"]>>["_tag"], InquiryError["_tag"] | "GaveUpWaiting">
>(true)

/** A failed inquiry never ends the stream of many. */
declare const many: Service["inspectMany"]
const results = many(Stream.make({ referenceId: "1" }))
holds<Same<Stream.Error<typeof results>, never>>(true)

/** Every error is named in the type, so handling can be exhaustive: here it is, and nothing is left. */
declare const check: Service["check"]
const handled = check({ referenceId: "1" }).pipe(
  Effect.catchTags({
    InvalidInquiry: Effect.succeed,
    TransactionNotFound: Effect.succeed,
    ServiceDisabled: Effect.succeed,
    InquiryRejected: Effect.succeed,
    UnableToProcess: Effect.succeed,
    TokenRejected: Effect.succeed,
    InvalidSignature: Effect.succeed,
    UnknownResponseCode: Effect.succeed,
    MismatchedReference: Effect.succeed,
    UndecodableAnswer: Effect.succeed,
    ProviderUnavailable: Effect.succeed,
    ProviderUnreachable: Effect.succeed,
    ProviderTimeout: Effect.succeed,
    CircuitOpen: Effect.succeed,
    TransactionRefunded: ({ status }) => Effect.succeed(status),
    TransactionRefundDue: ({ status }) => Effect.succeed(status),
    TransactionConflict: ({ status }) => Effect.succeed(status)
  })
)
holds<Same<Effect.Error<typeof handled>, never>>(true)

/** Response code 7 is a 7 in the type, too. */
type Code7 = Extract<InquiryError, { readonly _tag: "InvalidSignature" }>
holds<Same<Code7["responseCode"], 7>>(true)

/** Without Effect: promises of plain objects, told apart by `ok`. */
holds<Same<Awaited<ReturnType<Client["check"]>>, Answer>>(true)
declare const answer: Answer
holds<Same<typeof answer.ok, boolean>>(true)
if (!answer.ok) holds<Same<typeof answer.error.retry, "now" | "later" | "never">>(true)
