import type { Context, Effect, Exit } from "effect"
import type { ValidInquiry } from "../Inquiry.ts"
import type { InquiryError } from "../InquiryError.ts"
import type { PaymentStatus } from "../PaymentStatus.ts"

/** Asks one valid question and reads the answer. */
export type Ask = (inquiry: ValidInquiry) => Effect.Effect<PaymentStatus, InquiryError>

/** What a question came to. */
export type Told = Exit.Exit<PaymentStatus, InquiryError>

/** A question on its way. */
export interface Underway {
  /** Ends it, and waits until it has ended; afterwards it does nothing. */
  readonly giveUp: Effect.Effect<void>
}

/**
 * Begins a question and calls `told` once, maybe before it returns. A fiber in which every rule of the policy
 * waits for the next is dear, so they call each other back.
 */
export type Begin = (
  inquiry: ValidInquiry,
  context: Context.Context<never>,
  told: (told: Told) => void
) => Underway
