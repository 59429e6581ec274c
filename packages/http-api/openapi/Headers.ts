/** The headers of answers, and which answer carries which. */
import { type Json, namesIn, type Operation, type Reference, type Response } from "./Document.ts"

const text = (description: string, example: string, required = false): Json => ({
  description,
  required,
  schema: { type: "string" },
  example
})

const count = (description: string, example: number, required = false): Json => ({
  description,
  required,
  schema: { type: "integer", minimum: 0 },
  example
})

export const headers = {
  "x-request-id": text(
    "Names this request in the gateway's logs: the request's own id where it sent a well-formed one.",
    "9ebda2bcb33d-1",
    true
  ),
  traceparent: text(
    "The trace the request said it belongs to.",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
  ),
  "cache-control": text(
    "no-store, unless the payment status is final: no later answer is expected to differ.",
    "private, max-age=3600",
    true
  ),
  age: count("How many seconds ago AOPay said it. Only of a final payment status.", 12),
  "ratelimit-policy": text(
    "The key's rate: q requests in w seconds. Only of a key that has one.",
    '"key";q=50;w=1'
  ),
  ratelimit: text(
    "What is left of the key's rate: r requests at once, all of them after t seconds. Only of a key that has a rate.",
    '"key";r=49;t=1'
  ),
  "retry-after": count("How many seconds to wait before asking again.", 1),
  "www-authenticate": text("How to send a key.", 'Bearer realm="bill-status"')
}

type HeaderName = keyof typeof headers

/** Turned away before the rate of a key is known. */
const beforeTheRate = new Set(["401", "408", "414", "431"])

const isOneOf = ({ content = {} }: Response, name: string): boolean =>
  Object.values(content).some(({ schema }) => namesIn(schema).includes(name))

const namesFor = (
  { operationId, security }: Operation,
  status: string,
  response: Response
): ReadonlyArray<HeaderName> => {
  const names: Array<HeaderName> = ["x-request-id", "traceparent"]
  if (operationId === "status" && status === "200") names.push("cache-control", "age")
  if (security.length > 0 && !beforeTheRate.has(status)) names.push("ratelimit-policy", "ratelimit")
  if (status === "429" || isOneOf(response, "OverloadedProblem")) names.push("retry-after")
  if (status === "401") names.push("www-authenticate")
  return names
}

const reference = (name: HeaderName): Reference => ({ $ref: `#/components/headers/${name}` })

export const withHeaders = (
  operation: Operation,
  status: string,
  response: Response
): Response => ({
  ...response,
  headers: Object.fromEntries(
    namesFor(operation, status, response).map((name) => [name, reference(name)] as const)
  )
})
