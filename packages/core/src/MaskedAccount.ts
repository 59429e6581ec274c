/**
 * The customer's account number with the biller is personal data. This is the only place where it is
 * shortened for showing.
 */
import { Redacted } from "effect"

const bullet = "•"
const shownAtMost = 4

/** All but the last four characters, and at least half of a short one, become `•`. */
export const maskAccount = (account: string): string => {
  const characters = Array.from(account)
  const shown = Math.min(shownAtMost, Math.floor(characters.length / 2))
  const hidden = characters.length - shown
  return bullet.repeat(hidden) + characters.slice(hidden).join("")
}

/** An account number that prints as its masked form wherever it is logged or inspected. */
export const redactAccount = (account: string): Redacted.Redacted =>
  Redacted.make(account, { label: maskAccount(account) })
