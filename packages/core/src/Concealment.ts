/**
 * What an answer says may be shown, logged and sent on; what it repeats of us and of the customer may
 * not. Text of the provider's passes through here before it becomes part of a value or an error.
 */
import { RegExp as Pattern } from "effect"
import { maskAccount } from "./MaskedAccount.ts"

/** What a text must not show. */
export interface Confidential {
  /** Account numbers the answer holds; shown masked, however they are spaced. */
  readonly accounts: ReadonlyArray<string>
  /** Our registration id and key; never shown. */
  readonly secrets: ReadonlyArray<string>
}

/** A whole word only, or inside other text too. */
type Where = "alone" | "anywhere"

/** A text without what is confidential in it. */
export type Conceal = (text: string) => string

/** Shorter text stands in any sentence by chance, so it is concealed only where it stands alone. */
const longEnough = 5

/** No account number is longer; what claims to be is not looked for, as looking takes time. */
const accountAtMost = 64
const accountsAtMost = 16

/** Text is cut before it is looked through. */
const textAtMost = 2000

const lettersAndDigits = (text: string): ReadonlyArray<string> =>
  Array.from(text.replace(/[^\p{L}\p{N}]/gu, ""))

/** Whether this is an account number that can be looked for: `""` and `NA` are none. */
export const isAccount = (text: string): boolean => {
  const { length } = text.length > 4 * accountAtMost ? [] : lettersAndDigits(text)
  return length >= 4 && length <= accountAtMost
}

const alone = (pattern: string): string => `(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`

const patternOf = (text: string, where: Where): RegExp | undefined => {
  const characters = lettersAndDigits(text.slice(0, 4 * accountAtMost))
    .slice(0, accountAtMost)
    .map(Pattern.escape)
  if (characters.length === 0) return undefined
  const spaced = characters.join("[^\\p{L}\\p{N}]{0,2}")
  return new RegExp(
    where === "alone" || characters.length < longEnough ? alone(spaced) : spaced,
    "giu"
  )
}

/** Conceals whatever is confidential inside a text. */
export const concealing = (
  { accounts, secrets }: Confidential,
  where: Where = "anywhere"
): Conceal => {
  const rules: Array<readonly [RegExp, Conceal]> = []
  for (const secret of secrets) {
    const pattern = patternOf(secret, where)
    if (pattern !== undefined) rules.push([pattern, () => "<redacted>"])
  }
  for (const account of accounts.slice(0, accountsAtMost)) {
    const pattern = patternOf(account, where)
    if (pattern !== undefined) rules.push([pattern, maskAccount])
  }
  return (text) =>
    rules.reduce(
      (shown, [pattern, mask]) => shown.replace(pattern, mask),
      text.slice(0, textAtMost)
    )
}

/**
 * For prose about an account that is not known: masks every run of digits long enough to be one, but
 * for the reference itself.
 */
export const concealNumbers = (text: string, referenceId: string): string =>
  text.replace(/\d{6,}/g, (digits) => (referenceId.includes(digits) ? digits : maskAccount(digits)))
