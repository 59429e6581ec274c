/** Numbers, times and money as short words. */
import { toRupeeText } from "@bill-payment-status/core"
import { Duration } from "effect"

/** `1234567.45` as `12,34,567.45`, as India counts; so are whole numbers. */
const grouped = (digits: string): string => digits.replace(/\B(?=(\d\d)*\d{3}(\.|$))/g, ",")

/** `123456` as `1,23,456`. */
export const countText = (count: number): string => grouped(String(Math.round(count)))

/** The text of rupees as `₹12,34,567.45`. */
export const rupeeText = (rupees: string): string => `₹${grouped(rupees)}`

/** Paise as `₹12,34,567.45`. */
export const amountText = (paise: bigint): string => rupeeText(toRupeeText(paise))

/** In the largest unit that fits: `12 s`, `3 min`, `5 h`, `1 day`, `6 days`. */
export const durationText = (duration: Duration.Duration): string => {
  const seconds = Math.floor(Duration.toSeconds(duration))
  if (seconds < 60) return `${Math.max(0, seconds)} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`
  const days = Math.floor(seconds / 86_400)
  return days === 1 ? "1 day" : `${countText(days)} days`
}
