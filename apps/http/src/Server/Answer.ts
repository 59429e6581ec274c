/** What is sent back: one way to write an answer, whoever made it. */
import type { ServerResponse } from "node:http"
import type {
  CompatibleProblem,
  GatewayProblem,
  InquiryProblem
} from "@bill-payment-status/http-api"
import { requestIdHeader } from "@bill-payment-status/http-api"
import { ProblemDetails } from "effect/http"
import type { Visit } from "./Visit.ts"

/** Names and values in turn, as `writeHead` takes them fastest. */
export type HeaderList = ReadonlyArray<string>

/** A whole answer. */
export interface Answer {
  readonly status: number
  readonly headers: HeaderList
  readonly body: Uint8Array
  /** The content security policy of a page; else nothing may be loaded or run. */
  readonly policy?: string
}

/** Any problem the gateway answers with. */
export type AnyProblem = GatewayProblem | InquiryProblem | CompatibleProblem

/** On every answer: nothing but a page of ours, which has a policy of its own, is to be shown or run. */
export const strictHeaders: HeaderList = [
  "x-content-type-options",
  "nosniff",
  "content-security-policy",
  "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy",
  "same-origin",
  "referrer-policy",
  "no-referrer"
]

export const unstored: HeaderList = ["cache-control", "no-store"]

/** What every answer to this request carries. */
export const headersOf = ({ limits, requestId, traceparent }: Visit): Array<string> =>
  traceparent === undefined
    ? [requestIdHeader, requestId, ...strictHeaders, ...limits]
    : [requestIdHeader, requestId, "traceparent", traceparent, ...strictHeaders, ...limits]

const isGone = ({ destroyed, headersSent }: ServerResponse): boolean => destroyed || headersSent

/** Sends an answer, unless one has been sent or the caller has gone. */
export const send = (visit: Visit, { body, headers, policy, status }: Answer): void => {
  const { response } = visit
  if (isGone(response)) return
  const all = headersOf(visit)
  if (policy !== undefined) all[all.indexOf("content-security-policy") + 1] = policy
  for (const header of headers) all.push(header)
  all.push("content-length", String(body.byteLength))
  response.writeHead(status, all)
  response.end(body)
}

/** A problem as an answer. */
export const problemAnswer = (problem: AnyProblem, headers: HeaderList = []): Answer => ({
  status: problem.status,
  headers: ["content-type", ProblemDetails.contentType, ...unstored, ...headers],
  body: Buffer.from(JSON.stringify(problem))
})
