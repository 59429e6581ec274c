/**
 * Finds letters and digits in a text however they are spaced: `1022-77 100` is `102277100`, and so is
 * `1022\u002d77100`, as JSON may write it.
 */

/** A part of a text, by its code units: from the first to before the last. */
export interface Range {
  readonly from: number
  readonly to: number
}

/** A letter or a digit of a text. */
interface Place extends Range {
  /** Other characters before it; an escape is one. */
  readonly gap: number
}

/** A text's letters and digits in lower case, and where each of them stands. */
interface Skeleton {
  readonly letters: string
  readonly places: ReadonlyArray<Place>
}

const letterOrDigit = /[\p{L}\p{N}]/gu
const isLetterOrDigit = /^[\p{L}\p{N}]$/u
const escapeOrLetter = /\\u([\da-fA-F]{4})|[\p{L}\p{N}]/gu

const skeletonOf = (text: string): Skeleton => {
  let letters = ""
  const places: Array<Place> = []
  let read = 0
  let gap = 0
  for (const { 0: found, 1: escaped, index } of text.matchAll(escapeOrLetter)) {
    gap += index - read
    read = index + found.length
    const character =
      escaped === undefined ? found : String.fromCharCode(Number.parseInt(escaped, 16))
    if (!isLetterOrDigit.test(character)) {
      gap += 1
      continue
    }
    const lower = character.toLowerCase().replace(/\p{M}/gu, "")
    letters += lower
    // Lower case may be longer than the letter itself, and have marks.
    for (let unit = 0; unit < lower.length; unit++) {
      places.push({ from: index, to: read, gap })
      gap = 0
    }
  }
  return { letters, places }
}

const hasOnlyPlainText = /^[\x20-\x5B\x5D-\x7E]*$/
const notPlainLetterOrDigit = /[^a-z0-9]+/g

/** The letters and digits of a text, in lower case. */
export const lettersAndDigits = (text: string): string =>
  hasOnlyPlainText.test(text)
    ? text.toLowerCase().replace(notPlainLetterOrDigit, "")
    : skeletonOf(text).letters

const hasNoGap = /^[A-Za-z0-9]*$/

/** The longest run of other characters between two letters of a text. */
export const widestGap = (text: string): number =>
  hasNoGap.test(text) ? 0 : Math.max(0, ...text.split(letterOrDigit).map(({ length }) => length))

const isTogether = ([, ...others]: ReadonlyArray<Place>, gapAtMost: number): boolean =>
  others.every(({ gap }) => gap <= gapAtMost)

/** How something is looked for. */
export interface Search {
  /** Only where no other letter or digit touches it. */
  readonly alone: boolean
  /** How many other characters may stand between two of its letters. */
  readonly gapAtMost: number
}

const touches = (one: Range | undefined, other: Range | undefined): boolean =>
  one !== undefined && other !== undefined && one.to >= other.from

/** Looks for many in one text. */
export const searchSpaced = (
  text: string
): ((needle: string, options: Search) => ReadonlyArray<Range>) => {
  const { letters, places } = skeletonOf(text)
  return (needle, { alone, gapAtMost }) => {
    const found: Array<Range> = []
    if (needle === "") return found
    for (let at = letters.indexOf(needle); at >= 0; at = letters.indexOf(needle, at + 1)) {
      const parts = places.slice(at, at + needle.length)
      const [first] = parts
      const last = parts.at(-1)
      if (first === undefined || last === undefined || !isTogether(parts, gapAtMost)) continue
      if (alone && (touches(places[at - 1], first) || touches(last, places[at + needle.length])))
        continue
      found.push({ from: first.from, to: last.to })
    }
    return found
  }
}
