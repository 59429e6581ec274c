/**
 * JSON text as AOPay means it: a number is the text it was written as, so that
 * an identifier keeps every digit and money never passes through a float.
 */
import { Predicate, Result } from "effect"

export type WireObject = { readonly [key: string]: unknown }

/** Node passes the source text of a number since 21; TypeScript's library does not say so yet. */
const numbersAsWritten = (
  _key: string,
  value: unknown,
  context?: { readonly source?: string }
): unknown => (typeof value === "number" ? (context?.source ?? String(value)) : value)

/** An object that is not an array. */
export const isWireObject = (value: unknown): value is WireObject =>
  Predicate.isObject(value) && !Array.isArray(value)

/** Parses a whole body; fails with what is wrong with it, in words. */
export const parseWireJson = (text: string): Result.Result<WireObject, string> => {
  if (text.trim() === "") return Result.fail("The body is empty.")
  const parsed = Result.try({
    try: (): unknown => JSON.parse(text, numbersAsWritten),
    catch: () => "The body is not JSON."
  })
  return Result.flatMap(parsed, (value) =>
    isWireObject(value) ? Result.succeed(value) : Result.fail("The body is not a JSON object.")
  )
}
