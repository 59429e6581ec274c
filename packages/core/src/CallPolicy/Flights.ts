/** One flight per (registration, reference): who asks meanwhile, or soon after, is told the same. */
import { Cache, Duration, Effect, Exit, Result } from "effect"
import type { ValidInquiry } from "../Inquiry.ts"
import type { InquiryError } from "../InquiryError.ts"
import type { PaymentStatus } from "../PaymentStatus.ts"
import type { Ask } from "./Ask.ts"

/** What was said is given again for a while; that nothing was says nothing about the next question. */
const isAnswer = (exit: Exit.Exit<PaymentStatus, InquiryError>): boolean =>
  Result.match(Exit.findError(exit), {
    onFailure: Exit.isSuccess,
    onSuccess: ({ _tag, httpStatus }) => httpStatus !== null && _tag !== "ProviderUnreachable"
  })

/** Bounds memory. More flights at once than this are not all shared: some references are asked twice. */
const rememberedAtMost = 5000

/** Answers are given again until `gap` has passed. */
export const inFlights = Effect.fnUntraced(function* (ask: Ask, gap: Duration.Duration) {
  const flights = yield* Cache.makeWith(ask, {
    capacity: rememberedAtMost,
    timeToLive: (exit) => (isAnswer(exit) ? gap : Duration.zero)
  })
  return (inquiry: ValidInquiry) => Cache.get(flights, inquiry)
})
