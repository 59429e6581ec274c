/** What stands behind a request that came through the router: its visit, and the connection's own objects. */
import { IncomingMessage } from "node:http"
import { NodeHttpServerRequest } from "@effect/platform-node"
import { Effect } from "effect"
import { type HttpServerRequest, HttpServerResponse } from "effect/http"
import { type Answer, send } from "./Answer.ts"
import { type Visit, visitOf } from "./Visit.ts"

/** The gateway speaks HTTP/1.1 only. */
export const incomingOf = (request: HttpServerRequest.HttpServerRequest): IncomingMessage => {
  const incoming = NodeHttpServerRequest.toIncomingMessage(request)
  if (incoming instanceof IncomingMessage) return incoming
  throw new Error("A request came by another protocol.")
}

export const visitBehind = (request: HttpServerRequest.HttpServerRequest): Visit =>
  visitOf(NodeHttpServerRequest.toIncomingMessage(request))

/** Tells the router that the answer has been written. */
export const written: HttpServerResponse.HttpServerResponse = HttpServerResponse.empty()

/** Effect's server reads the rest of a body up to here, and ends the connection on a longer one. */
const readToItsEndAtMost = 256 * 1024

/** Whoever sent the body must know that the connection ends, or the next request on it is lost. */
const isLeftUnread = ({ complete, headers }: IncomingMessage): boolean =>
  !complete &&
  (headers["transfer-encoding"] !== undefined ||
    Number(headers["content-length"]) > readToItsEndAtMost)

const withClose = (answer: Answer): Answer => ({
  ...answer,
  headers: [...answer.headers, "connection", "close"]
})

/** Sends an answer past the router, which has nothing to add. */
export const reply = (
  visit: Visit,
  answer: Answer
): Effect.Effect<HttpServerResponse.HttpServerResponse> =>
  Effect.sync(() => {
    send(visit, isLeftUnread(visit.response.req) ? withClose(answer) : answer)
    return written
  })
