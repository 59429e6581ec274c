/** Numbers, times and money as short words. */
import { toRupeeText } from "@bill-payment-status/core"
import { Duration } from "effect"

/** `9950` as `9,950`. */
export const countText = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ",")

/** Paise as `₹12,34,567.45`. */
export const amountText = (paise: bigint): string =>
  `₹${toRupeeText(paise).replace(/\B(?=(\d\d)*\d{3}\.)/g, ",")}`

/** In the largest unit that fits: `12 s`, `3 min`, `5 h`, `1 day`, `6 days`. */
export const durationText = (duration: Duration.Duration): string => {
  const seconds = Math.floor(Duration.toSeconds(duration))
  if (seconds < 60) return `${Math.max(0, seconds)} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`
  const days = Math.floor(seconds / 86_400)
  return days === 1 ? "1 day" : `${countText(days)} days`
}
