/**
 * What an answer says may be shown, logged and sent on; what it repeats of us and of the customer may
 * not. Text of the provider's passes through here before it becomes part of a value or an error.
 */
import { RegExp as Pattern } from "effect"
import { maskAccount } from "./MaskedAccount.ts"

/** What a text must not show. */
export interface Confidential {
  /** What the answer gives as account numbers; shown masked, however they are spaced. */
  readonly accounts: ReadonlyArray<string>
  /** Our registration id and key; never shown. */
  readonly secrets: ReadonlyArray<string>
  /** What was asked by; prose of an answer that names no account shows no other long number. */
  readonly reference: string
}

/** A text without what is confidential in it. */
export type Conceal = (text: string) => string

/** How to conceal in each kind of text. */
export interface Concealment {
  /** Prose: better too much is concealed than too little. Cut to 2,000 characters. */
  readonly inProse: Conceal
  /** Identifiers keep every character but for what cannot stand in them by chance. */
  readonly inIdentifier: Conceal
}

/** No account number is shorter (`""` and `NA` are none) or longer; looking for it takes time. */
const accountAtLeast = 4
const accountAtMost = 64
const accountsAtMost = 16

const proseAtMost = 2000
/** So that a number is not cut in two before it is looked for. */
const margin = 4 * accountAtMost

const lettersAndDigits = (text: string): ReadonlyArray<string> =>
  Array.from(text.slice(0, margin + 1).replace(/[^\p{L}\p{N}]/gu, ""))

const isAccount = (characters: ReadonlyArray<string>): boolean =>
  characters.length >= accountAtLeast && characters.length <= accountAtMost

const spaced = (characters: ReadonlyArray<string>): string =>
  characters.map(Pattern.escape).join("[^\\p{L}\\p{N}]{0,2}")

const anywhere = (characters: ReadonlyArray<string>): RegExp =>
  new RegExp(spaced(characters), "giu")

const alone = (characters: ReadonlyArray<string>): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])${spaced(characters)}(?![\\p{L}\\p{N}])`, "giu")

/** Shorter text stands in any sentence by chance. */
const patternInProse = (characters: ReadonlyArray<string>): RegExp =>
  characters.length >= 5 ? anywhere(characters) : alone(characters)

const hasLetter = (characters: ReadonlyArray<string>): boolean => /\p{L}/u.test(characters.join(""))

const patternInIdentifier = (characters: ReadonlyArray<string>): RegExp =>
  characters.length >= (hasLetter(characters) ? 5 : 8) ? anywhere(characters) : alone(characters)

type Rule = readonly [pattern: RegExp, show: Conceal]

const apply = (rules: ReadonlyArray<Rule>, text: string): string =>
  rules.reduce((shown, [pattern, show]) => shown.replace(pattern, show), text)

const redacted = "<redacted>"

const digitsOfAccount = 5

/** Masks every word with digits enough to be an account number, but for the reference itself. */
const concealNumbers = (text: string, reference: string): string =>
  text.replace(/[\p{L}\p{N}]*\p{N}[\p{L}\p{N}]*/gu, (word) => {
    const digits = word.match(/\p{N}/gu)?.length ?? 0
    return digits < digitsOfAccount || reference.includes(word) ? word : maskAccount(word)
  })

/** Conceals whatever is confidential inside a text. */
export const concealing = ({ accounts, reference, secrets }: Confidential): Concealment => {
  const ours = secrets.map(lettersAndDigits).filter(({ length }) => length > 0)
  const theirs = [...new Set(accounts)].map(lettersAndDigits).filter(isAccount)
  const rules = (patternOf: (characters: ReadonlyArray<string>) => RegExp): ReadonlyArray<Rule> => [
    ...ours.map((characters): Rule => [patternOf(characters), () => redacted]),
    ...theirs
      .slice(0, accountsAtMost)
      .map((characters): Rule => [patternOf(characters), maskAccount])
  ]
  const rulesInProse = rules(patternInProse)
  const rulesInIdentifier = rules(patternInIdentifier)
  return {
    inProse: (text) => {
      if (theirs.length > accountsAtMost) return redacted
      const shown = apply(rulesInProse, text.slice(0, proseAtMost + margin))
      return (theirs.length > 0 ? shown : concealNumbers(shown, reference)).slice(0, proseAtMost)
    },
    inIdentifier: (text) => apply(rulesInIdentifier, text)
  }
}
