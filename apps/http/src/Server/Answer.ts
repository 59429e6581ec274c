/** What is sent back: one way to write an answer, whoever made it. */
import type { ServerResponse } from "node:http"
import { type InquiryError, retryAfterOf } from "@bill-payment-status/core"
import type {
  CompatibleProblem,
  GatewayProblem,
  InquiryProblem
} from "@bill-payment-status/http-api"
import { requestIdHeader } from "@bill-payment-status/http-api"
import { Duration } from "effect"
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
export const headersOf = ({ limits, requestId, traceparent }: Visit): Array<string> => {
  const headers = strictHeaders.concat(limits)
  headers.push(requestIdHeader, requestId)
  if (traceparent !== undefined) headers.push("traceparent", traceparent)
  return headers
}

/** For an answer that somebody else writes. */
export const setHeaders = (response: ServerResponse, headers: HeaderList): void => {
  for (let index = 0; index + 1 < headers.length; index += 2)
    response.setHeader(headers[index] ?? "", headers[index + 1] ?? "")
}

const isGone = ({ destroyed, headersSent }: ServerResponse): boolean => destroyed || headersSent

/** Sends an answer, unless one has been sent or the caller has gone. */
export const send = (visit: Visit, { body, headers, policy, status }: Answer): void => {
  const { response } = visit
  if (isGone(response)) return
  const all = headersOf(visit)
  if (policy !== undefined) all[all.indexOf("content-security-policy") + 1] = policy
  all.push(...headers)
  if (status !== 204) all.push("content-length", String(body.byteLength))
  response.writeHead(status, all)
  response.end(body)
}

/** How long the caller is asked to wait, where anybody knows. */
export const retryAfterHeader = (error: InquiryError): HeaderList => {
  const seconds = Math.ceil(Duration.toSeconds(retryAfterOf(error)))
  return seconds === 0 ? [] : ["retry-after", String(seconds)]
}

/** A problem as an answer. */
export const problemAnswer = (problem: AnyProblem, headers: HeaderList = []): Answer => ({
  status: problem.status,
  headers: ["content-type", ProblemDetails.contentType, ...unstored, ...headers],
  body: Buffer.from(JSON.stringify(problem))
})
