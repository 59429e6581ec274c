/**
 * JSON text as AOPay wrote it: a number keeps the text it was written as, so that an identifier keeps
 * every digit and money never passes through a float.
 */
import { Predicate, Schema, SchemaGetter } from "effect"

/** A JSON object whose numbers are `WireNumber`s. */
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

/** An object that is not an array. */
export const isWireObject = (value: unknown): value is WireObject =>
  Predicate.isObject(value) && !Array.isArray(value) && !(value instanceof WireNumber)
