/**
 * What an answer says may be shown, logged and sent on; what it repeats of us and of the customer may
 * not. Text of the provider's passes through here before it becomes part of a value or an error.
 */
import { RegExp as Pattern } from "effect"
import { maskAccount } from "./MaskedAccount.ts"

export interface Confidential {
  /** Account numbers the answer holds; shown masked, however they are spaced. */
  readonly accounts: ReadonlyArray<string>
  /** Our registration id and key; never shown. */
  readonly secrets: ReadonlyArray<string>
}

export type Conceal = (text: string) => string

/** Shorter text stands in any sentence by chance, so it is concealed only where it stands alone. */
const longEnough = 5

const alone = (pattern: string): string => `(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`

const patternOf = (text: string): RegExp | undefined => {
  const characters = Array.from(text.replace(/[^\p{L}\p{N}]/gu, ""), Pattern.escape)
  if (characters.length === 0) return undefined
  const spaced = characters.join("[^\\p{L}\\p{N}]{0,2}")
  return new RegExp(characters.length < longEnough ? alone(spaced) : spaced, "giu")
}

/** Conceals whatever is confidential inside a text. */
export const concealing = ({ accounts, secrets }: Confidential): Conceal => {
  const rules: Array<readonly [RegExp, Conceal]> = []
  for (const secret of secrets) {
    const pattern = patternOf(secret)
    if (pattern !== undefined) rules.push([pattern, () => "<redacted>"])
  }
  for (const account of accounts) {
    const pattern = patternOf(account)
    if (pattern !== undefined) rules.push([pattern, maskAccount])
  }
  return (text) => rules.reduce((shown, [pattern, mask]) => shown.replace(pattern, mask), text)
}

/**
 * For prose about an account that is not known: masks every run of digits long enough to be one, but
 * for the reference itself.
 */
export const concealNumbers = (text: string, referenceId: string): string =>
  text.replace(/\d{6,}/g, (digits) => (referenceId.includes(digits) ? digits : maskAccount(digits)))
