/** Reads what was sent to the provider's route: a question, or what is wrong with it. */
import { ReferenceId } from "@bill-payment-status/core"
import { InquiryBody } from "@bill-payment-status/core/testing"
import { Result, Schema, Struct } from "effect"
import { closest, distance } from "fastest-levenshtein"

/** A question as AOPay's page writes it. */
export type Question = typeof InquiryBody.Type

const isReferenceId = Schema.is(ReferenceId)

const keys = Struct.keys(InquiryBody.fields)

const describe = (value: unknown): string =>
  value === null ? "null" : Array.isArray(value) ? "a list" : `a ${typeof value}`

/** Something close enough to have been meant. */
export const nearest = (text: string, known: ReadonlyArray<string>): string | undefined => {
  if (known.length === 0) return undefined
  const found = closest(text.toLowerCase(), [...known])
  const apart = distance(text.toLowerCase(), found.toLowerCase())
  return apart <= Math.max(2, found.length / 3) ? found : undefined
}

const missing = (key: string, present: ReadonlyArray<string>): string => {
  const meant = present.find((name) => distance(name.toLowerCase(), key.toLowerCase()) <= 3)
  return meant === undefined
    ? `${key} is missing`
    : `${key} is missing; there is ${meant}, and keys are written exactly so`
}

/** Fails with what is wrong, in words. */
export const readQuestion = (body: string): Result.Result<Question, string> => {
  let parsed: unknown
  try {
    parsed = JSON.parse(body)
  } catch {
    return Result.fail("the body is not JSON")
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
    return Result.fail(`the body is ${describe(parsed)}, not an object`)
  const fields = new Map<string, unknown>(Object.entries(parsed))
  for (const key of keys) {
    const value = fields.get(key)
    if (value === undefined) return Result.fail(missing(key, [...fields.keys()]))
    if (typeof value !== "string") return Result.fail(`${key} is ${describe(value)}, not text`)
  }
  const referenceid = String(fields.get("referenceid"))
  if (!isReferenceId(referenceid))
    return Result.fail("referenceid has 1 to 64 characters, none of them a control character")
  return Result.succeed({
    referenceid,
    RegistrationID: String(fields.get("RegistrationID"))
  })
}
