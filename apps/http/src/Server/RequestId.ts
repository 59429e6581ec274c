/** What names a request: the caller's own id and trace where they are well-formed, else an id of ours. */
import { randomBytes } from "node:crypto"
import type { IncomingHttpHeaders } from "node:http"
import { requestIdHeader } from "@bill-payment-status/http-api"

const wellFormed = /^[\w.:/=-]{1,128}$/

/** Differs from process to process. */
const prefix = randomBytes(6).toString("hex")
let made = 0

/** No header injection and no broken log line comes of it. */
export const requestIdOf = (headers: IncomingHttpHeaders): string => {
  const given = headers[requestIdHeader]
  return typeof given === "string" && wellFormed.test(given)
    ? given
    : `${prefix}-${(made += 1).toString(36)}`
}

const traceparent = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/

/** The `traceparent` of W3C Trace Context that the caller sent, if it is one. */
export const traceparentOf = ({ traceparent: given }: IncomingHttpHeaders): string | undefined =>
  typeof given === "string" && traceparent.test(given) ? given : undefined

/** The id of the trace a `traceparent` belongs to. */
export const traceIdOf = (given: string): string | undefined => traceparent.exec(given)?.[1]
