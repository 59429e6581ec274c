/** Text from outside, made safe to show: one line, no escape sequence, no hidden or reversed text. */

/** Control and format characters but for the two joiners that Indian scripts are written with. */
const unsafe = /[\p{Cc}\p{Zl}\p{Zp}]|(?![\u200C\u200D])\p{Cf}/gu

const shownAtMost = 500

/** The first half of a character that was cut in two. */
const halfCharacter = /[\uD800-\uDBFF]$/

/** Replaces what is unsafe by `\uFFFD` and cuts what is long. */
export const plainText = (text: string, atMost = shownAtMost): string => {
  const safe = text.replace(unsafe, "\uFFFD")
  return safe.length > atMost ? `${safe.slice(0, atMost).replace(halfCharacter, "")}…` : safe
}

const escaped = (characters: string): string =>
  characters
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("")

/** JSON text in which nothing unsafe stands bare, and which parses to the same value. */
export const escapeUnsafe = (json: string): string =>
  json.replace(unsafe, (characters) => (characters === "\n" ? characters : escaped(characters)))
