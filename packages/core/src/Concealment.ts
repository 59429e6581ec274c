/**
 * What an answer says may be shown, logged and sent on; what it repeats of us and of the customer may
 * not. Text of the provider's passes through here before it becomes part of a value or an error.
 */
import { maskAccount } from "./MaskedAccount.ts"
import { lettersAndDigits, type Range, searchSpaced, widestGap } from "./SpacedText.ts"

/** What a text must not show. */
export interface Confidential {
  /** What the answer gives as account numbers; shown masked, also with spaces or dashes in them. */
  readonly accounts: ReadonlyArray<string>
  readonly secrets: Secrets
  /** What was asked by: the one long number that prose may show. */
  readonly reference: string
}

/** A text without what is confidential in it. */
export type Conceal = (text: string) => string

/** How to conceal in each kind of text. */
export interface Concealment {
  /** Prose: better too much is concealed than too little. Cut to 600 characters. */
  readonly inProse: Conceal
  /** Identifiers keep every character but for what cannot stand in them by chance. */
  readonly inIdentifier: Conceal
  /** A whole body, not cut, in which other numbers stay. */
  readonly inBody: Conceal
}

/** No account number is shorter (`""` and `NA` are none) or longer; looking for one takes time. */
const accountAtLeast = 4
const accountAtMost = 40
const accountsAtMost = 4

/** Few enough to be looked through quickly, more than is ever shown. */
const proseAtMost = 600

const isAccount = ({ length }: string): boolean =>
  length >= accountAtLeast && length <= accountAtMost

/** Shorter text stands in any sentence by chance. */
const isAloneInProse = ({ length }: string): boolean => length < 5

const isAloneInIdentifier = (needle: string): boolean =>
  needle.length < (/\p{L}/u.test(needle) ? 5 : 8)

/** What is looked for. */
interface Needle {
  readonly letters: string
  readonly gapAtMost: number
  readonly isSecret: boolean
}

/** What may stand between two letters of one word or number. */
const gapAtMost = 3

const needleOf = (text: string, isSecret: boolean): Needle => ({
  letters: lettersAndDigits(text),
  gapAtMost: Math.max(gapAtMost, widestGap(text)),
  isSecret
})

/** Our own, ready to be looked for. */
export interface Secrets {
  readonly needles: ReadonlyArray<Needle>
  readonly longest: number
}

/** Our registration id and key, which are never shown. */
export const secretsOf = (secrets: ReadonlyArray<string>): Secrets => ({
  needles: secrets
    .map((secret) => needleOf(secret, true))
    .filter(({ letters }) => letters.length > 0),
  longest: Math.max(0, ...secrets.map(({ length }) => length))
})

/** An account number with its leading zeros and without. */
const needlesOf = (account: string): ReadonlyArray<Needle> =>
  (account.startsWith("0") ? [account, account.replace(/^0+/, "")] : [account])
    .map((text) => needleOf(text, false))
    .filter(({ letters }) => isAccount(letters))

interface Find extends Range {
  readonly isSecret: boolean
}

/** One where two overlap: a secret counts. */
const merged = (finds: ReadonlyArray<Find>): ReadonlyArray<Find> => {
  const apart: Array<Find> = []
  for (const find of finds.toSorted((one, other) => one.from - other.from)) {
    const before = apart.at(-1)
    if (before === undefined || before.to <= find.from) apart.push(find)
    else
      apart[apart.length - 1] = {
        from: before.from,
        to: Math.max(before.to, find.to),
        isSecret: before.isSecret || find.isSecret
      }
  }
  return apart
}

const redacted = "<redacted>"

interface Hiding {
  readonly needles: ReadonlyArray<Needle>
  readonly isAlone: (needle: string) => boolean
}

/** Shows the text before `end`; what is looked for is found also where it reaches beyond. */
const hide = (text: string, { isAlone, needles }: Hiding, end = text.length): string => {
  const all = lettersAndDigits(text)
  if (!needles.some(({ letters }) => all.includes(letters))) return text.slice(0, end)
  const search = searchSpaced(text)
  const finds = needles.flatMap(({ gapAtMost, isSecret, letters }) =>
    search(letters, { alone: isAlone(letters), gapAtMost }).map(({ from, to }) => ({
      from,
      to,
      isSecret
    }))
  )
  let shown = ""
  let at = 0
  for (const { from, isSecret, to } of merged(finds)) {
    if (from >= end) break
    shown += text.slice(at, from) + (isSecret ? redacted : maskAccount(text.slice(from, to)))
    at = to
  }
  return shown + text.slice(at, Math.max(at, end))
}

const digitsOfAccount = 5
const digit = /\p{N}/u

/** A date with or without a time, or words with a digit in them that spaces or dashes hold together. */
const numbers =
  /\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?)?(?!\d)|(?<![\p{L}\p{N}])\p{L}*\p{N}[\p{L}\p{N}]*(?:[ \u2010-\u2015-]{1,3}\p{N}+)*/gu
const isDate = /^\d{4}-\d\d-\d\d(?:[ T][\d:]+)?$/

/** Masks whatever has digits enough to be an account number, but for dates and the reference itself. */
export const concealNumbers = (text: string, reference: string): string =>
  digit.test(text)
    ? text.replace(numbers, (found) => {
        const digits = found.match(/\p{N}/gu)?.length ?? 0
        const harmless = digits < digitsOfAccount || isDate.test(found) || reference.includes(found)
        return harmless ? found : maskAccount(found)
      })
    : text

/** Conceals whatever is confidential inside a text. */
export const concealing = ({ accounts, reference, secrets }: Confidential): Concealment => {
  const theirs = [...new Set(accounts)]
    .filter(({ length }) => length <= 4 * accountAtMost)
    .map(needlesOf)
    .filter(({ length }) => length > 0)
  const needles = [...secrets.needles, ...theirs.flat()]
  const longest = 4 * Math.max(accountAtMost, secrets.longest)
  const inProse = { needles, isAlone: isAloneInProse }
  return {
    inProse: (text) => {
      if (theirs.length > accountsAtMost) return redacted
      const shown = hide(text.slice(0, proseAtMost + longest), inProse, proseAtMost)
      return concealNumbers(shown, reference).slice(0, proseAtMost)
    },
    inIdentifier: (text) => hide(text, { needles, isAlone: isAloneInIdentifier }),
    inBody: (text) => hide(text, inProse)
  }
}
