/**
 * Exact money. AOPay writes rupees as text with up to two decimals; here they
 * are whole paise. The only place where rupee text is read or written.
 */
import { Schema, SchemaGetter } from "effect"

const rupeeShape = /^\d{1,15}(\.\d{1,2})?$/

const RupeeText = Schema.String.check(
  Schema.isPattern(rupeeShape, { expected: "rupees as digits with up to two decimals" })
)

const fromRupeeText = (text: string): bigint => {
  const [rupees = "", decimals = ""] = text.split(".")
  return BigInt(rupees + decimals.padEnd(2, "0"))
}

/** Undefined where `Paise` refuses. */
export const readPaise = (text: string): bigint | undefined =>
  rupeeShape.test(text) ? fromRupeeText(text) : undefined

/** Rupees with exactly two decimals: `10000n` is `"100.00"`. */
export const toRupeeText = (paise: bigint): string => {
  const digits = paise.toString().padStart(3, "0")
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** Rupee text to paise; refuses signs, exponents, separators and a third decimal. */
export const Paise = RupeeText.pipe(
  Schema.decodeTo(Schema.BigInt, {
    decode: SchemaGetter.transform(fromRupeeText),
    encode: SchemaGetter.transform(toRupeeText)
  })
)
