/**
 * Reads the scalars of AOPay's JSON as `AopayWire.ts` describes them, without a schema's interpreter: every
 * answer passes here. A test holds the two together.
 */
import { readPaise } from "../Paise.ts"
import { isZonelessDate, type ZonelessDate } from "../ZonelessDate.ts"
import { integerText, WireNumber } from "./WireJson.ts"

/** Undefined is unreadable. */
export type WireReader<A> = (value: unknown) => A | undefined

/** Text of any scalar; of a number its value, as `1.0` is the number 1. */
export const scalarText = (value: string | boolean | WireNumber): string =>
  value instanceof WireNumber ? integerText(value) : String(value)

const isScalar = (value: unknown): value is string | boolean | WireNumber =>
  typeof value === "string" || typeof value === "boolean" || value instanceof WireNumber

/** Text, or a number as it was written. */
export const readText: WireReader<string> = (value) => {
  if (typeof value === "string") return value
  return value instanceof WireNumber ? value.source : undefined
}

/** The same, but not empty. */
export const readIdentity: WireReader<string> = (value) => readText(value) || undefined

/** How a code is written. */
export const codeShape = /^(0|-?[1-9]\d*)$/

/** An integer, bare or quoted; one that no number holds exactly is rounded, as all listed ones are small. */
export const readResponseCode: WireReader<number> = (value) => {
  if (typeof value === "boolean" || !isScalar(value)) return undefined
  const text = scalarText(value)
  const code = Number(text)
  return codeShape.test(text) && Number.isFinite(code) ? code : undefined
}

const flags: ReadonlyMap<string, boolean> = new Map([
  ["0", false],
  ["false", false],
  ["1", true],
  ["true", true]
])

/** A flag, bare or quoted. */
export const readFlag: WireReader<boolean> = (value) =>
  isScalar(value) ? flags.get(scalarText(value)) : undefined

/** A boolean, a word or any other number is a status too, only not a listed one. */
export const readStatus: WireReader<string> = (value) =>
  isScalar(value) && value !== "" ? scalarText(value) : undefined

/** Rupees as paise. */
export const readRupees: WireReader<bigint> = (value) => {
  const text = readText(value)
  return text === undefined ? undefined : readPaise(text)
}

/** How AOPay writes that there is no date. */
export const zeroDate = "0000-00-00 00:00:00"

/** A date; null where there is none. */
export const readDate: WireReader<ZonelessDate | null> = (value) => {
  if (value === zeroDate) return null
  return typeof value === "string" && isZonelessDate(value) ? value : undefined
}

/** What may also be left out, null or empty: then it is null. */
export const orAbsent =
  <A>(read: WireReader<A>): WireReader<A | null> =>
  (value) =>
    value === undefined || value === null || value === "" ? null : read(value)
