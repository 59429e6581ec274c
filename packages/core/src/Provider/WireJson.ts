/**
 * JSON text as AOPay means it: a number is the text it was written as, so that
 * an identifier keeps every digit and money never passes through a float.
 */
import { Predicate, Result } from "effect"

export type WireObject = { readonly [key: string]: unknown }

type SourceReviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown

// TypeScript's library does not declare the third argument yet; Node has it since 21.
const parseWithSource = JSON.parse as (text: string, reviver: SourceReviver) => unknown

const numbersAsWritten: SourceReviver = (_key, value, { source }) =>
  typeof value === "number" ? source : value

/** An object that is not an array. */
export const isWireObject = (value: unknown): value is WireObject =>
  Predicate.isObject(value) && !Array.isArray(value)

/** Parses a whole body; fails with what is wrong with it, in words. */
export const parseWireJson = (text: string): Result.Result<WireObject, string> => {
  if (text.trim() === "") return Result.fail("The body is empty.")
  const parsed = Result.try({
    try: () => parseWithSource(text, numbersAsWritten),
    catch: () => "The body is not JSON."
  })
  return Result.flatMap(parsed, (value) =>
    isWireObject(value) ? Result.succeed(value) : Result.fail("The body is not a JSON object.")
  )
}
