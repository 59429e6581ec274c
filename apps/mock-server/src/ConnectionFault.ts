/** What happens to the connection instead of a whole answer. Neither ever gives a response. */
import { STATUS_CODES } from "node:http"
import { NodeHttpServerRequest } from "@effect/platform-node"
import { Effect } from "effect"
import type { HttpServerRequest } from "effect/http"

const socketOf = (request: HttpServerRequest.HttpServerRequest) =>
  NodeHttpServerRequest.toIncomingMessage(request).socket

/** Closes the connection before an answer begins. */
export const reset = (request: HttpServerRequest.HttpServerRequest): Effect.Effect<never> =>
  Effect.suspend(() => {
    socketOf(request).destroy()
    return Effect.never
  })

/** Declares the length of `whole`, sends `part` of it and closes the connection. */
export const cutOff = (
  request: HttpServerRequest.HttpServerRequest,
  answer: { readonly httpStatus: number; readonly whole: string; readonly part: string }
): Effect.Effect<never> =>
  Effect.suspend(() => {
    const socket = socketOf(request)
    const head = [
      `HTTP/1.1 ${answer.httpStatus} ${STATUS_CODES[answer.httpStatus] ?? ""}`,
      "content-type: application/json",
      `content-length: ${Buffer.byteLength(answer.whole)}`
    ].join("\r\n")
    socket.write(`${head}\r\n\r\n${answer.part}`, () => socket.destroy())
    return Effect.never
  })
