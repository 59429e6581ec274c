/** Whether a later answer is expected to differ. */
import { Context, DateTime, Duration } from "effect"
import type { Verdict } from "./Verdict.ts"

/** How long after it was added a Paid may still turn into Refunded. Default: 5 days. */
export const LateFlipWindow = Context.Reference<Duration.Duration>(
  "@bill-payment-status/core/Finality/LateFlipWindow",
  { defaultValue: () => Duration.days(5) }
)

/** What decides whether a Paid may still turn. */
export interface Timing {
  readonly addedAt: DateTime.Utc | null
  readonly answeredAt: DateTime.Utc
  readonly lateFlipWindow: Duration.Duration
}

/** No bill was paid through AOPay before: an earlier date is a zero that somebody formatted. */
const firstPossible = DateTime.makeUnsafe("2000-01-01T00:00:00Z")

/**
 * Refunded is final at once; Paid once it was added longer ago than the window,
 * and never when that date is unknown or
 * impossible; nothing else is.
 */
export const isFinal = (
  verdict: Verdict,
  { addedAt, answeredAt, lateFlipWindow }: Timing
): boolean => {
  if (verdict === "Refunded") return true
  if (verdict !== "Paid" || addedAt === null) return false
  if (DateTime.isLessThan(addedAt, firstPossible)) return false
  return Duration.isGreaterThan(DateTime.distance(addedAt, answeredAt), lateFlipWindow)
}
