/** What a call resolves to: plain objects, discriminated by `ok`. */
import type { GaveUpWaiting, InquiryError, NotStanding } from "../InquiryError.ts"
import type { PaymentStatusJson } from "../PaymentStatus.ts"
import type { Verdict } from "../Verdict.ts"

/** What went wrong; `code` is the name of the error, e.g. `InvalidSignature`. */
export interface ClientError {
  readonly code: (InquiryError | NotStanding | GaveUpWaiting)["_tag"]
  readonly referenceId: string
  readonly responseCode: number | null
  readonly httpStatus: number | null
  readonly message: string
  readonly retry: "now" | "later" | "never"
  /** What a person should do. */
  readonly advice: string
  /** How a body begins that could not be read: one line, account numbers masked; else null. */
  readonly excerpt: string | null
  /** The payment status, where `check` or `track` has one. */
  readonly status: PaymentStatusJson | null
}

/** Of one reference: its payment status, or why there is none. */
export type Answer =
  | { readonly ok: true; readonly status: PaymentStatusJson }
  | { readonly ok: false; readonly error: ClientError }

/** Of a payment that is followed: a status that differs from the one before, or why it ends. */
export type Change =
  | {
      readonly ok: true
      /** The payment status, with the verdict before. */
      readonly status: PaymentStatusJson & { readonly previous: Verdict | null }
    }
  | { readonly ok: false; readonly error: ClientError }
