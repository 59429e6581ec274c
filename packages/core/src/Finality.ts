/** Whether a later answer is expected to differ. */
import { Context, DateTime, Duration } from "effect"
import type { Verdict } from "./Verdict.ts"

/** How long after it was added a Paid may still turn into Refunded. Default: 5 days. */
export const LateFlipWindow = Context.Reference<Duration.Duration>(
  "@bill-payment-status/core/Finality/LateFlipWindow",
  { defaultValue: () => Duration.days(5) }
)

export interface Moment {
  readonly addedAt: DateTime.Utc | null
  readonly answeredAt: DateTime.Utc
  readonly lateFlipWindow: Duration.Duration
}

/**
 * Refunded is final at once; Paid once it was added longer ago than the window,
 * and never when that date is unknown; nothing else is.
 */
export const isFinal = (
  verdict: Verdict,
  { addedAt, answeredAt, lateFlipWindow }: Moment
): boolean => {
  if (verdict === "Refunded") return true
  if (verdict !== "Paid" || addedAt === null) return false
  return Duration.isGreaterThan(DateTime.distance(addedAt, answeredAt), lateFlipWindow)
}
