/** What requests say besides their bodies, with limits and examples. */
import { PageExamples } from "@bill-payment-status/core/testing"
import { registrationHeader, requestIdHeader } from "../src/index.ts"
import type { Json, Operation, Parameter, Reference } from "./Document.ts"

/** As the core has it; a test asks it. */
export const identifierLimits = { minLength: 1, maxLength: 64 }

/** In every request. */
export const parameters: { readonly [name: string]: Json } = {
  [requestIdHeader]: {
    name: requestIdHeader,
    in: "header",
    required: false,
    description:
      "What this request is called in the gateway's logs; any other text is not taken up.",
    schema: { type: "string", pattern: "^[\\w.:/=-]{1,128}$" },
    example: "invoice-run-7"
  },
  traceparent: {
    name: "traceparent",
    in: "header",
    required: false,
    description: "The trace this request belongs to, as in W3C Trace Context.",
    schema: { type: "string", pattern: "^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$" },
    example: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
  }
}

const inEvery: ReadonlyArray<Reference> = Object.keys(parameters).map((name) => ({
  $ref: `#/components/parameters/${name}`
}))

const details: { readonly [name: string]: { readonly limits: Json; readonly example?: string } } = {
  reference: { limits: identifierLimits, example: "paid-1" },
  [registrationHeader]: { limits: identifierLimits, example: PageExamples.registrationId },
  name: { limits: {}, example: "transaction-not-found" },
  "last-event-id": { limits: {}, example: "Pending@2026-02-01T00:00:00.000Z" }
}

/** A description belongs to the parameter, where tools show it, not to its schema. */
const detailed = ({ schema: { description, ...schema }, ...parameter }: Parameter): Parameter => {
  const { example, limits } = details[parameter.name] ?? { limits: {} }
  return {
    ...parameter,
    ...(typeof description === "string" ? { description } : {}),
    schema: { ...schema, ...limits },
    ...(example === undefined ? {} : { example })
  }
}

const isParameter = (parameter: Parameter | Reference): parameter is Parameter =>
  "name" in parameter

/** OpenAPI says `accept` by the media types of the answers. */
export const withParameters = (operation: Operation): Operation => ({
  ...operation,
  parameters: [
    ...operation.parameters
      .filter(isParameter)
      .filter(({ name }) => name !== "accept")
      .map(detailed),
    ...inEvery
  ]
})
