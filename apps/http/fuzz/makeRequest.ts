/**
 * Requests from the document, good ones and bad ones. Values that fit are json-schema-faker's; what does not fit is its
 * value of another schema, or one of a list of texts that have broken other servers.
 */
import { scenarios } from "@bill-payment-status/core/testing"
import { generateSync } from "json-schema-faker"
import { type Operation, operations, type Parameter, type Schema } from "./Contract.ts"
import type { Random } from "./Random.ts"
import type { Request } from "./Request.ts"

const hostile = [
  "",
  " ",
  ".",
  "..",
  "../../etc/passwd",
  "%",
  "%00",
  "\u0000",
  "\r\nx-injected: 1",
  "\u001b[31m",
  "\u202Eabc",
  "€ नमस्ते 🎉",
  "a".repeat(65),
  "a".repeat(5000),
  "'; drop table payments; --",
  "<script>alert(1)</script>",
  "${jndi:ldap://x}",
  "{}",
  "[1]",
  "null",
  "true",
  "-1",
  "1e309",
  "__proto__",
  "constructor",
  "batch",
  "a,b",
  "a/b",
  "a?b#c"
]

const otherSchemas: ReadonlyArray<Schema> = [
  { type: "string" },
  { type: "number" },
  { type: "integer" },
  { type: "boolean" },
  { type: "null" },
  { type: "array", items: { type: "number" } },
  { type: "object", additionalProperties: { type: "string" } }
]

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"]

const contentTypes = [
  "application/json",
  "application/json; charset=utf-8",
  "application/json; charset=utf-16",
  "application/problem+json",
  "text/plain",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "application/xml",
  ""
]

const accepts = ["*/*", "application/json", "application/x-ndjson", "text/html", "image/png", ";;"]

const fake = (random: Random, schema: Schema): unknown =>
  generateSync(JSON.parse(JSON.stringify(schema)), {
    seed: random.below(2 ** 31),
    maxItems: 20,
    optionalsProbability: 0.5
  })

/** A reference the stub layer has a story for, as often as any other. */
const fitting = (random: Random, { name, schema }: Parameter): string =>
  name === "reference" && random.chance(0.6)
    ? `${random.oneOf(scenarios).name}-${random.below(1000)}`
    : String(fake(random, schema))

const bodyFrom = (random: Random, schema: Schema): unknown => {
  const body = fake(random, schema)
  return JSON.parse(JSON.stringify(body), (key, value: unknown) =>
    (key === "referenceid" || typeof value === "string") && random.chance(0.5)
      ? `${random.oneOf(scenarios).name}-1`
      : value
  )
}

/** One member of the body, or the whole of it, is what it must not be. */
const spoiled = (random: Random, schema: Schema): unknown => {
  const body = bodyFrom(random, schema)
  const other = random.chance(0.3)
    ? random.oneOf(hostile)
    : fake(random, random.oneOf(otherSchemas))
  if (typeof body !== "object" || body === null || random.chance(0.2)) return other
  const name = random.oneOf(Object.keys(body))
  return random.chance(0.2)
    ? Object.fromEntries(Object.entries(body).filter(([key]) => key !== name))
    : { ...body, [name]: random.chance(0.3) ? [other] : other }
}

const brokenJson = (random: Random, text: string): Buffer => {
  const bytes = Buffer.from(text)
  switch (random.below(5)) {
    case 0:
      return bytes.subarray(0, random.below(bytes.byteLength))
    case 1:
      return Buffer.concat([bytes, bytes])
    case 2:
      return Buffer.concat([Buffer.from([0xff, 0xfe]), bytes])
    case 3:
      return Buffer.from("[".repeat(20_000))
    default:
      return Buffer.from(" ".repeat(2 ** 20 + 1))
  }
}

const bodyOf = (random: Random, schema: Schema): Buffer | undefined => {
  const roll = random.below(10)
  if (roll < 5) return Buffer.from(JSON.stringify(bodyFrom(random, schema)))
  if (roll < 8) return Buffer.from(JSON.stringify(spoiled(random, schema) ?? null))
  return roll < 9 ? brokenJson(random, JSON.stringify(bodyFrom(random, schema))) : undefined
}

/** A header's bytes; a line break in it would be this client's fault, not the server's. */
const headerText = (text: string): string =>
  Buffer.from(text.replace(/[^\t\x20-\x7e\x80-\u{10ffff}]/gu, "")).toString("latin1")

const pathOf = (random: Random, { parameters, path }: Operation, isBad: boolean): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const parameter = parameters.find((each) => each.name === name)
    if (parameter === undefined || (isBad && random.chance(0.7)))
      return random.chance(0.2) ? "%E0%A4%A" : encodeURIComponent(random.oneOf(hostile))
    return encodeURIComponent(fitting(random, parameter))
  })

const queryOf = (random: Random, { parameters }: Operation, isBad: boolean): string => {
  const pairs = parameters
    .filter((parameter) => parameter.in === "query" && random.chance(0.5))
    .map((parameter): [string, string] => [
      parameter.name,
      isBad ? random.oneOf(hostile) : fitting(random, parameter)
    ])
  if (isBad && random.chance(0.2)) pairs.push([random.oneOf(hostile), random.oneOf(hostile)])
  const [pair] = pairs
  if (isBad && pair !== undefined && random.chance(0.2)) pairs.push(pair)
  return pairs.length === 0 ? "" : `?${new URLSearchParams(pairs).toString()}`
}

const headersOf = (
  random: Random,
  { body, parameters }: Operation,
  isBad: boolean,
  keys: ReadonlyArray<string>
): Request["headers"] => {
  const headers = parameters
    .filter((parameter) => parameter.in === "header" && random.chance(0.3))
    .map((parameter): readonly [string, string] => [
      parameter.name,
      headerText(isBad ? random.oneOf(hostile) : fitting(random, parameter))
    ])
  if (random.chance(0.3)) headers.push(["accept", random.oneOf(accepts)])
  if (body !== undefined)
    headers.push(["content-type", isBad ? random.oneOf(contentTypes) : "application/json"])
  const key = keys.length === 0 ? "" : random.oneOf(keys)
  if (key !== "")
    headers.push(random.chance(0.8) ? ["authorization", `Bearer ${key}`] : ["api-key", key])
  if (isBad && random.chance(0.2))
    headers.push(["authorization", headerText(random.oneOf(hostile))])
  const [header] = headers
  if (isBad && header !== undefined && random.chance(0.2)) headers.push(header)
  return headers
}

const isAt = (path: string, operation: Operation): boolean =>
  new RegExp(
    `^${operation.path.replaceAll(".", String.raw`\.`).replaceAll(/\{\w+\}/g, "[^/]+")}$`
  ).test(path)

/** The one of the document that a method and a path come to: a fixed path before one with parameters. */
const operationAt = (method: string, path: string): Operation | undefined =>
  operations
    .filter(
      (operation) =>
        operation.method === (method === "HEAD" ? "GET" : method) && isAt(path, operation)
    )
    .toSorted((one, other) => one.parameters.length - other.parameters.length)[0]

/** `keys` that requests may carry; an empty one is none. */
export const makeRequest = (random: Random, keys: ReadonlyArray<string>): Request => {
  const meant = random.oneOf(operations)
  const isBad = random.chance(0.6)
  const method = isBad && random.chance(0.15) ? random.oneOf(methods) : meant.method
  const path = pathOf(random, meant, isBad)
  const isRead = method === "GET" || method === "HEAD"
  return {
    method,
    target: path + queryOf(random, meant, isBad),
    headers: headersOf(random, meant, isBad, keys),
    body: meant.body === undefined || isRead ? undefined : bodyOf(random, meant.body),
    operation: operationAt(method, path)
  }
}
