/**
 * Where an answer departs from what AOPay's page documents. None of it changes a verdict; a rise of it
 * tells that AOPay has changed something.
 */
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

export interface WireDrift {
  readonly kind: WireDriftKind
  /** A documented field, or the object that holds an undocumented one; never a name AOPay made up. */
  readonly field: string
}

type JsonType = "text" | "number" | "flag" | "object"

const answerFields: { readonly [field: string]: JsonType } = {
  response_code: "number",
  responsecode: "number",
  status: "flag",
  data: "object",
  message: "text"
}

const dataFields: { readonly [field: string]: JsonType } = Object.fromEntries(
  [...Object.keys(DecidingBody.fields), ...Object.keys(DescriptiveBody.fields)].map((field) => [
    field,
    "text" as const
  ])
)

const typeOf = (value: unknown): JsonType => {
  if (typeof value === "string") return "text"
  if (typeof value === "boolean") return "flag"
  return value instanceof WireNumber ? "number" : "object"
}

const driftIn = (
  object: WireObject,
  documented: { readonly [field: string]: JsonType },
  path: string
): ReadonlyArray<WireDrift> =>
  Object.entries(object).flatMap(([field, value]): ReadonlyArray<WireDrift> => {
    const expected = Object.hasOwn(documented, field) ? documented[field] : undefined
    if (expected === undefined) return [{ kind: "unknown_field", field: path }]
    return value === null || typeOf(value) === expected
      ? []
      : [{ kind: "changed_type", field: path === "body" ? field : `${path}.${field}` }]
  })

/** Undocumented fields and changed types of a body. */
export const shapeDrift = (body: WireObject): ReadonlyArray<WireDrift> => {
  const data = body["data"]
  return [
    ...driftIn(body, answerFields, "body"),
    ...(isWireObject(data) ? driftIn(data, dataFields, "data") : [])
  ]
}
