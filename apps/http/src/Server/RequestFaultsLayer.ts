/** What does not fit the contract, as problems that name the field. */
import {
  type FieldFault,
  InvalidRequestProblem,
  RequestFaults
} from "@bill-payment-status/http-api"
import { Effect, type Schema, SchemaIssue } from "effect"
import { HttpServerRequest } from "effect/http"
import { HttpApiMiddleware } from "effect/http-api"
import { visitBehind } from "./Exchange.ts"
import { isTellable } from "./isTellable.ts"

const formatIssues = SchemaIssue.makeFormatterStandardSchemaV1()

const segment = (key: PropertyKey | { readonly key: PropertyKey }): PropertyKey =>
  typeof key === "object" ? key.key : key

const isIndex = (key: PropertyKey): boolean => /^\d+$/.test(String(key))

/** `references[3]`, as people write it; empty where it would tell what may be a secret. */
const pathOf = (
  path: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }> | undefined
): string => {
  const keys = (path ?? []).map(segment)
  if (!keys.every((key) => isIndex(key) || isTellable(String(key)))) return ""
  return keys
    .map((key, index) =>
      isIndex(key) ? `[${String(key)}]` : `${index === 0 ? "" : "."}${String(key)}`
    )
    .join("")
}

/** What the schemas say, in words that follow the name of a field. */
const words: ReadonlyArray<readonly [RegExp, string]> = [
  [/^Missing key/, "It is missing."],
  [/^Expected no excess property/, "There is no such member."],
  [/^Expected (?:string|a string)/, "It must be text."],
  [/^Expected array/i, "It must be a list."],
  [/^Expected (?:Batch|Inquiry|object)/, "It must be an object, as the contract has it."],
  [/^Expected a value with a length of at most (\d+).*/, "It has more than $1."]
]

const inWords = (message: string): string => {
  const [pattern, said] = words.find(([shape]) => shape.test(message)) ?? []
  return pattern === undefined || said === undefined ? message : message.replace(pattern, said)
}

/** Each part at fault; `whole` names what has no parts. */
export const fieldFaults = (
  { issue }: Schema.SchemaError,
  whole: string
): ReadonlyArray<FieldFault> =>
  formatIssues(issue).issues.map(({ message, path }) => ({
    field: pathOf(path) || whole,
    message: inWords(message.split("\n", 1)[0] ?? "")
  }))

/** An answer is not many times as long as the question. */
const toldAtMost = 20

/** A problem that names each of them, or the first of many. */
export const invalidRequest = (
  requestId: string,
  faults: ReadonlyArray<FieldFault>
): InvalidRequestProblem => {
  const errors = faults.slice(0, toldAtMost)
  return new InvalidRequestProblem({
    detail: errors.map(({ field, message }) => `${field}: ${message}`).join("; "),
    errors,
    requestId
  })
}

export const RequestFaultsLayer = HttpApiMiddleware.layerSchemaErrorTransform(
  RequestFaults,
  (error) =>
    error.kind === "Body" || error.kind === "ResponseHeaders"
      ? Effect.die(error)
      : Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) =>
          Effect.fail(
            invalidRequest(
              visitBehind(request).requestId,
              fieldFaults(error.cause, error.kind.toLowerCase())
            )
          )
        )
)
