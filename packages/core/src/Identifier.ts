/** Text that names something: 1 to 64 characters, none of them a control character. */
import { Predicate, Schema } from "effect"

const maximumLength = 64

/** What is wrong with it, in words that follow its name. */
export const identifierFault = (value: unknown): string | undefined => {
  if (!Predicate.isString(value)) return "is not text"
  if (/\p{Cc}/u.test(value)) return "contains control characters"
  if (value.trim() === "") return "is empty"
  if (value.length > maximumLength && Array.from(value).length > maximumLength)
    return `is longer than ${maximumLength} characters`
  if (!value.isWellFormed()) return "is not well-formed text"
  return undefined
}

/** 1 to 64 characters, none of them a control character; leading zeros are kept. */
export const Identifier = Schema.String.check(Schema.makeFilter(identifierFault))
