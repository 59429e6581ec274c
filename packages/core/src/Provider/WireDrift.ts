/**
 * Where an answer departs from what AOPay's page documents. None of it changes a verdict; a rise of it
 * tells that AOPay has changed something.
 */
import type { Conceal } from "../Concealment.ts"
import { plainText } from "../PlainText.ts"
import { DescriptiveBody, DecidingBody } from "./AopayWire.ts"
import { isWireObject, WireNumber, type WireObject } from "./WireJson.ts"

type WireDriftKind =
  /** A field nobody documents. */
  | "unknown_field"
  /** A documented field of another JSON type, e.g. a number for text. */
  | "changed_type"
  /** A documented field that cannot be read. */
  | "unreadable_field"
  /** A response code nobody lists. */
  | "unknown_code"
  /** A `data.status` other than 0 and 1. */
  | "unknown_status"

/** One departure. */
export interface WireDrift {
  readonly kind: WireDriftKind
  /** A documented field, or the object that holds an undocumented one; never a name AOPay made up. */
  readonly field: string
  /** What was there, safe to log. */
  readonly sample: () => string
}

type JsonType = "text" | "number" | "flag" | "object"

const answerFields: ReadonlyMap<string, JsonType> = new Map([
  ["response_code", "number"],
  ["responsecode", "number"],
  ["status", "flag"],
  ["data", "object"],
  ["message", "text"]
])

const dataFields: ReadonlyMap<string, JsonType> = new Map(
  [...Object.keys(DecidingBody.fields), ...Object.keys(DescriptiveBody.fields)].map((field) => [
    field,
    "text"
  ])
)

const typeOf = (value: unknown): JsonType => {
  if (typeof value === "string") return "text"
  if (typeof value === "boolean") return "flag"
  return value instanceof WireNumber ? "number" : "object"
}

const nameAtMost = 40
const formAtMost = 40

/** The form of a value and nothing of it: every letter and every digit alike. */
const formOf = (value: unknown): string => {
  if (Array.isArray(value)) return "[…]"
  if (isWireObject(value)) return "{…}"
  return plainText(String(value), formAtMost)
    .replace(/\p{Lu}/gu, "A")
    .replace(/(?!A)\p{L}/gu, "a")
    .replace(/\p{N}/gu, "9")
}

/** Of one answer; more of it tells no more. */
const driftAtMost = 50

const driftOf = (
  name: string,
  value: unknown,
  expected: JsonType | undefined,
  path: string,
  conceal: Conceal
): WireDrift => {
  const sample = () => `${plainText(conceal(name), nameAtMost)}: ${typeOf(value)} ${formOf(value)}`
  return expected === undefined
    ? { kind: "unknown_field", field: path, sample }
    : { kind: "changed_type", field: path === "body" ? name : `${path}.${name}`, sample }
}

const driftIn = (
  object: WireObject,
  documented: ReadonlyMap<string, JsonType>,
  path: string,
  conceal: Conceal,
  drift: Array<WireDrift>
): void => {
  for (const name of Object.keys(object)) {
    const value = object[name]
    const expected = documented.get(name)
    if (expected !== undefined && (value === null || typeOf(value) === expected)) continue
    if (drift.length === driftAtMost) return
    drift.push(driftOf(name, value, expected, path, conceal))
  }
}

/** Undocumented fields and changed types of a body, the first of them. */
export const shapeDrift = (body: WireObject, conceal: Conceal): ReadonlyArray<WireDrift> => {
  const data = body["data"]
  const drift: Array<WireDrift> = []
  driftIn(body, answerFields, "body", conceal, drift)
  if (isWireObject(data)) driftIn(data, dataFields, "data", conceal, drift)
  return drift
}
