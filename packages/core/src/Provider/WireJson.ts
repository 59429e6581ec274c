/**
 * JSON text as AOPay wrote it: a number keeps the text it was written as, so that an identifier keeps
 * every digit and money never passes through a float.
 */
import { Predicate, Result, Schema, SchemaGetter } from "effect"

export type WireObject = { readonly [key: string]: unknown }

/** A bare JSON number. */
export class WireNumber {
  /** As it was written, e.g. `1.0` or `90071992547409931234`. */
  readonly source: string

  constructor(source: string) {
    this.source = source
  }

  toString(): string {
    return this.source
  }

  toJSON(): number {
    return Number(this.source)
  }
}

/** In JSON a number; decoded from a parsed body it is what was written. */
export const WireNumberSchema = Schema.instanceOf(WireNumber, {
  toCodecJson: () =>
    Schema.link<WireNumber>()(Schema.Finite, {
      decode: SchemaGetter.transform((value) => new WireNumber(String(value))),
      encode: SchemaGetter.transform(Number)
    })
})

const exactlyHeldLength = 15

/** An integer that is small enough to be held exactly, however it was written (`1`, `1.0`); else the source. */
export const integerText = (number: WireNumber): string => {
  const { source } = number
  const value = Number(source)
  if (source.length > exactlyHeldLength || !Number.isSafeInteger(value)) return source
  // What is too small to be held is not a zero.
  if (value === 0 && /[1-9]/.test(source.replace(/[eE].*/, ""))) return source
  return String(value === 0 ? 0 : value)
}

/** Node passes the source of a number since 21; TypeScript's library does not say so yet. */
interface ReviverContext {
  readonly source?: string
}

const sourceOf = (value: number, context: ReviverContext | undefined): string => {
  if (context?.source !== undefined) return context.source
  if (Number.isSafeInteger(value)) return String(value)
  throw new RangeError("this runtime does not tell how a number was written")
}

/** An object that is not an array. */
export const isWireObject = (value: unknown): value is WireObject =>
  Predicate.isObject(value) && !Array.isArray(value) && !(value instanceof WireNumber)

const parse = (text: string) => {
  const keys = new Map<string, number>()
  const value: unknown = JSON.parse(
    text,
    function (this: unknown, key: string, value: unknown, context?: ReviverContext) {
      if (!Array.isArray(this)) keys.set(key, (keys.get(key) ?? 0) + 1)
      return typeof value === "number" ? new WireNumber(sourceOf(value, context)) : value
    }
  )
  return { value, keys }
}

const stringToken = /"(?:[^"\\]|\\.)*"/g

const depthAtMost = 512

/** Deeper than any answer, and than the stack bears. */
const isTooDeep = (text: string): boolean => {
  let depth = 0
  for (const [bracket] of text.replaceAll(stringToken, "").matchAll(/[[\]{}]/g)) {
    depth += bracket === "[" || bracket === "{" ? 1 : -1
    if (depth > depthAtMost) return true
  }
  return false
}

const colon = /\s*:/y

/** Keys that stand in the text more often than in what was parsed: an object has them twice. */
const repeatedKeys = (text: string, keys: ReadonlyMap<string, number>): ReadonlySet<string> => {
  const left = new Map(keys)
  const repeated = new Set<string>()
  for (const { 0: token, index } of text.matchAll(stringToken)) {
    colon.lastIndex = index + token.length
    if (!colon.test(text)) continue
    const key = String(JSON.parse(token))
    const count = left.get(key) ?? 0
    if (count === 0) repeated.add(key)
    left.set(key, count - 1)
  }
  return repeated
}

export interface WireBody {
  readonly body: WireObject
  /** `JSON.parse` keeps the last of two; whoever decides by such a key must refuse. */
  readonly repeatedKeys: ReadonlySet<string>
}

/** Parses a whole body; fails with what is wrong with it, in words. */
export const parseWireJson = (text: string): Result.Result<WireBody, string> => {
  const withoutMark = text.replace(/^\uFEFF/, "")
  if (withoutMark.trim() === "") return Result.fail("The body is empty.")
  if (isTooDeep(withoutMark)) return Result.fail("The body is nested too deep.")
  const parsed = Result.try({ try: () => parse(withoutMark), catch: () => "The body is not JSON." })
  return Result.flatMap(parsed, ({ keys, value }) =>
    isWireObject(value)
      ? Result.succeed({ body: value, repeatedKeys: repeatedKeys(withoutMark, keys) })
      : Result.fail("The body is not a JSON object.")
  )
}
