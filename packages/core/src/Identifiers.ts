/** The two identifiers of a question: the payment asked about and who asks. */
import { Schema } from "effect"

const maximumLength = 64

/** What is wrong with the text of an identifier, in words that follow its name. */
export const identifierFault = (text: string): string | undefined => {
  if (text.trim() === "") return "is empty"
  if (Array.from(text).length > maximumLength) return `is longer than ${maximumLength} characters`
  if (/\p{Cc}/u.test(text)) return "contains control characters"
  if (!text.isWellFormed()) return "is not well-formed text"
  return undefined
}

const Identifier = Schema.String.check(Schema.makeFilter(identifierFault))

/** The partner's own id of a payment: 1 to 64 characters, none of them a control character. */
export const ReferenceId = Identifier.pipe(Schema.brand("ReferenceId"))
export type ReferenceId = typeof ReferenceId.Type

/** The id AOPay gave the partner who asks. Held redacted wherever it is kept. */
export const RegistrationId = Identifier.pipe(Schema.brand("RegistrationId"))
export type RegistrationId = typeof RegistrationId.Type
