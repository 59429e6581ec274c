/** Faults below HTTP: what happens to the connection instead of a whole answer. */
import type { ServerResponse } from "node:http"
import { NodeHttpServerRequest } from "@effect/platform-node"
import { Effect } from "effect"
import type { HttpServerRequest } from "effect/http"

/** Closes the connection with a reset; the request never gets a response. */
export const reset = (request: HttpServerRequest.HttpServerRequest): Effect.Effect<never> =>
  Effect.suspend(() => {
    NodeHttpServerRequest.toIncomingMessage(request).socket.destroy()
    return Effect.never
  })

/** Declares the length of `whole`, sends `part` of it and closes the connection. */
export const cutOff = (
  request: HttpServerRequest.HttpServerRequest,
  answer: { readonly httpStatus: number; readonly whole: string; readonly part: string }
): Effect.Effect<never> =>
  Effect.suspend(() => {
    // The server speaks HTTP/1 only, so its responses are of one kind.
    const response = NodeHttpServerRequest.toServerResponse(request) as ServerResponse
    response.writeHead(answer.httpStatus, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(answer.whole)
    })
    response.write(answer.part, () => response.destroy())
    return Effect.never
  })
