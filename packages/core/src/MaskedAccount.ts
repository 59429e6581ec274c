/**
 * The customer's account number with the biller is personal data. This is the
 * only place where it is shortened for showing.
 */
import { Redacted, RegExp as Pattern } from "effect"

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

/**
 * Masks an account number inside other text. A short one is masked only where
 * it stands alone, as its characters occur in any text.
 */
export const maskAccountIn = (text: string, account: string | null): string => {
  if (account === null || account === "") return text
  if (account.length > shownAtMost) return text.replaceAll(account, maskAccount(account))
  const alone = new RegExp(`(?<![\\p{L}\\p{N}])${Pattern.escape(account)}(?![\\p{L}\\p{N}])`, "gu")
  return text.replace(alone, maskAccount(account))
}
