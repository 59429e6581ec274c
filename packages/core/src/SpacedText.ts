/** Finds letters and digits in a text however they are spaced: `1022-77 100` is `102277100`. */

/** A part of a text, by its code units: from the first to before the last. */
export interface Range {
  readonly from: number
  readonly to: number
}

/** A text's letters and digits in lower case, and where each of them stands. */
interface Skeleton {
  readonly letters: string
  readonly ranges: ReadonlyArray<Range>
}

const letterOrDigit = /[\p{L}\p{N}]/gu

const skeletonOf = (text: string): Skeleton => {
  let letters = ""
  const ranges: Array<Range> = []
  for (const { 0: character, index } of text.matchAll(letterOrDigit)) {
    const lower = character.toLowerCase().replace(/\p{M}/gu, "")
    letters += lower
    // Lower case may be longer than the letter itself, and have marks.
    for (let unit = 0; unit < lower.length; unit++)
      ranges.push({ from: index, to: index + character.length })
  }
  return { letters, ranges }
}

/** The letters and digits of a text, in lower case. */
export const lettersAndDigits = (text: string): string => skeletonOf(text).letters

/** The longest run of other characters between two letters of a text. */
export const widestGap = (text: string): number =>
  Math.max(0, ...text.split(letterOrDigit).map(({ length }) => length))

const isTogether = (ranges: ReadonlyArray<Range>, gapAtMost: number): boolean =>
  ranges.every(({ from }, index) => from - (ranges[index - 1]?.to ?? from) <= gapAtMost)

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
  const { letters, ranges } = skeletonOf(text)
  return (needle, { alone, gapAtMost }) => {
    const found: Array<Range> = []
    if (needle === "") return found
    for (let at = letters.indexOf(needle); at >= 0; at = letters.indexOf(needle, at + 1)) {
      const parts = ranges.slice(at, at + needle.length)
      const [first] = parts
      const last = parts.at(-1)
      if (first === undefined || last === undefined || !isTogether(parts, gapAtMost)) continue
      if (alone && (touches(ranges[at - 1], first) || touches(last, ranges[at + needle.length])))
        continue
      found.push({ from: first.from, to: last.to })
    }
    return found
  }
}
