/** The JSON forms of what following a payment says, the same in every program. */
import { Schema } from "effect"
import type { GaveUpWaiting } from "./InquiryError.ts"
import { PaymentStatusJson, paymentStatusToJson } from "./PaymentStatus.ts"
import type { TrackedChange } from "./Tracking.ts"
import { Verdict } from "./Verdict.ts"

/** How the JSON form is written. */
interface JsonOptions {
  /** Account numbers whole. */
  readonly unmasked?: boolean
}

/** A payment status, and the verdict before it. */
export const TrackedChangeJson = Schema.Struct({
  ...PaymentStatusJson.fields,
  previous: Schema.NullOr(Verdict).annotate({ description: "The verdict before, or null." })
}).annotate({ identifier: "TrackedChange" })
export type TrackedChangeJson = typeof TrackedChangeJson.Type

/** The account number is masked unless asked for. */
export const trackedChangeToJson = (
  { previous, status }: TrackedChange,
  options?: JsonOptions
): TrackedChangeJson => ({ ...paymentStatusToJson(status, options), previous })

/** Waiting ended without a final payment status; `last` is the last that was said. */
export const GaveUpWaitingJson = Schema.Struct({
  referenceId: Schema.String,
  error: Schema.Struct({
    tag: Schema.Literal("GaveUpWaiting"),
    responseCode: Schema.Null,
    httpStatus: Schema.Null,
    message: Schema.String,
    retry: Schema.Literal("later")
  }),
  last: Schema.NullOr(PaymentStatusJson)
}).annotate({ identifier: "GaveUpWaiting" })
export type GaveUpWaitingJson = typeof GaveUpWaitingJson.Type

/** Holds neither the raw body nor anything confidential. */
export const gaveUpWaitingToJson = (
  { _tag, last, message, referenceId, retry }: GaveUpWaiting,
  options?: JsonOptions
): GaveUpWaitingJson => ({
  referenceId,
  error: { tag: _tag, responseCode: null, httpStatus: null, message, retry },
  last: last === null ? null : paymentStatusToJson(last, options)
})
