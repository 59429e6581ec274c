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
}

/** Any problem the gateway answers with. */
export type AnyProblem = GatewayProblem | InquiryProblem | CompatibleProblem

/** On every answer: nothing of ours is a page, a script or anybody else's. */
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
export const headersOf = ({ limits, requestId, traceparent }: Visit): Array<string> => {
  const headers = strictHeaders.concat(limits)
  headers.push(requestIdHeader, requestId)
  if (traceparent !== undefined) headers.push("traceparent", traceparent)
  return headers
}

const isGone = ({ destroyed, headersSent }: ServerResponse): boolean => destroyed || headersSent

/** Sends an answer, unless one has been sent or the caller has gone. */
export const send = (visit: Visit, { body, headers, status }: Answer): void => {
  const { response } = visit
  if (isGone(response)) return
  const all = headersOf(visit)
  all.push(...headers, "content-length", String(body.byteLength))
  response.writeHead(status, all)
  response.end(body)
}

/** After these the rest of the request is not read. */
const unread: HeaderList = ["connection", "close"]

/** A problem as an answer. */
export const problemAnswer = (problem: AnyProblem, headers: HeaderList = []): Answer => ({
  status: problem.status,
  headers: [
    "content-type",
    ProblemDetails.contentType,
    ...unstored,
    ...headers,
    ...(problem.tag === "ContentTooLarge" ? unread : [])
  ],
  body: Buffer.from(JSON.stringify(problem))
})
