import type { Effect } from "effect"
import type { ValidInquiry } from "../Inquiry.ts"
import type { InquiryError } from "../InquiryError.ts"
import type { PaymentStatus } from "../PaymentStatus.ts"

/** Asks one valid question and reads the answer. */
export type Ask = (inquiry: ValidInquiry) => Effect.Effect<PaymentStatus, InquiryError>
