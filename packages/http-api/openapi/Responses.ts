/** What each answer means, and which answers there are. */
import { Predicate } from "effect"
import {
  type Document,
  type Json,
  type MediaType,
  namesIn,
  type Operation,
  type Response,
  schemaReference
} from "./Document.ts"

/** Declared for every route, but never answered with by these. */
const unanswered: { readonly [operationId: string]: ReadonlyArray<string> } = {
  // They are let in however busy the gateway is.
  live: ["OverloadedProblem"],
  ready: ["OverloadedProblem"]
}

/** Requests under way are answered while the gateway stops, and no new connections are taken. */
const neverAnswered = "StoppingProblem"

const successes: { readonly [operationId: string]: { readonly [status: string]: string } } = {
  status: { 200: "What became of the payment: any of the five verdicts." },
  batch: {
    200: "One result a reference, in the same order: as one object or, asked for with `accept: application/x-ndjson`, as one result a line, each as soon as it and those before it are there."
  },
  events: {
    200: "Server-sent events. A change of the verdict has no `event` field, `problem` and `gave-up` end the stream. `data` is JSON.",
    204: "All has been said to who has seen the last event: do not come back."
  },
  billPaymentStatus: {
    200: "AOPay's own bytes: a record, or a refusal with code 2.",
    401: "AOPay's own bytes: a refusal with code 4, 5 or 7. Or, as a problem: there is no valid API key.",
    404: "AOPay's own bytes: a refusal with code 3.",
    412: "AOPay's own bytes: a refusal with code 6.",
    default: "AOPay's own bytes, with the status AOPay gave them."
  },
  live: { 200: "The process answers." },
  ready: {
    200: "Send requests here.",
    503: "Send requests elsewhere for now."
  },
  metrics: { 200: "Everything that is counted and timed." },
  openapi: { 200: "OpenAPI 3.1." },
  docs: { 200: "A page without scripts." },
  problems: { 200: "A page for who accepts HTML; JSON for who does not." },
  problem: { 200: "A page for who accepts HTML; JSON for who does not." }
}

/** AOPay answers with other statuses than its page shows; the code in the body decides. */
const anyStatus: Response = {
  description: "",
  content: {
    "application/json": {
      schema: { anyOf: [schemaReference("Record"), schemaReference("Refusal")] }
    }
  }
}

const onlyValue = (schema: Json | undefined, property: string): string => {
  const values = ["properties", property, "enum"].reduce<unknown>(
    (value, key) => (Predicate.hasProperty(value, key) ? value[key] : undefined),
    schema
  )
  return Array.isArray(values) && values.length === 1 ? String(values[0]) : ""
}

/** `Tag`: what its title says. */
const meaningOf = (schemas: Document["components"]["schemas"], name: string): string => {
  const tag = onlyValue(schemas[name], "tag")
  return tag === ""
    ? "A question that AOPay did not answer: one of the problems of `status`, without AOPay's words."
    : `\`${tag}\`: ${onlyValue(schemas[name], "title")}.`
}

const problemNames = ({ content = {} }: Response): ReadonlyArray<string> =>
  namesIn(content["application/problem+json"]?.schema ?? {})

const without = (names: ReadonlySet<string>, response: Response): Response | undefined => {
  if (response.content === undefined) return response
  const content = Object.entries(response.content).flatMap(([type, mediaType]) => {
    const left = namesIn(mediaType.schema).filter((name) => !names.has(name))
    if (left.length === namesIn(mediaType.schema).length) return [[type, mediaType] as const]
    const [first] = left
    if (first === undefined) return []
    const schema =
      left.length === 1 ? { ...schemaReference(first) } : { anyOf: left.map(schemaReference) }
    return [[type, { ...mediaType, schema } satisfies MediaType] as const]
  })
  return content.length === 0 ? undefined : { ...response, content: Object.fromEntries(content) }
}

const described = (
  { operationId }: Operation,
  status: string,
  response: Response,
  schemas: Document["components"]["schemas"]
): Response => {
  const success = successes[operationId]?.[status]
  const problems = problemNames(response).map((name) => meaningOf(schemas, name))
  const [only, ...others] = problems
  const list = others.length === 0 ? only : problems.map((problem) => `- ${problem}`).join("\n")
  return {
    ...response,
    description: success ?? list ?? response.description
  }
}

/** Only the answers the operation gives, each with what it means. */
export const withResponses = (
  operation: Operation,
  schemas: Document["components"]["schemas"]
): Operation => {
  const unused = new Set([neverAnswered, ...(unanswered[operation.operationId] ?? [])])
  const all =
    operation.operationId === "billPaymentStatus"
      ? { ...operation.responses, default: anyStatus }
      : operation.responses
  const responses = Object.entries(all).flatMap(([status, declared]) => {
    const response = without(unused, declared)
    return response === undefined
      ? []
      : [[status, described(operation, status, response, schemas)] as const]
  })
  return { ...operation, responses: Object.fromEntries(responses) }
}
