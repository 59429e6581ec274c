/** What is said to bytes that are no request: there is no response object, so it is written by hand. */
import type { IncomingMessage } from "node:http"
import type { Duplex } from "node:stream"
import {
  type GatewayProblem,
  HeadersTooLargeProblem,
  InvalidRequestProblem,
  MethodNotAllowedProblem,
  RequestTimeoutProblem,
  requestIdHeader
} from "@bill-payment-status/http-api"
import { errorCode } from "@bill-payment-status/program"
import { type HeaderList, problemAnswer, strictHeaders } from "./Answer.ts"
import { requestIdOf } from "./RequestId.ts"

/** For all headers together, in bytes. */
export const headerBytesAtMost = 16 * 1024

const problemFor = (code: string, requestId: string): GatewayProblem => {
  if (code === "HPE_HEADER_OVERFLOW")
    return new HeadersTooLargeProblem({
      detail: `The headers are longer than ${headerBytesAtMost} bytes.`,
      requestId
    })
  if (code === "ERR_HTTP_REQUEST_TIMEOUT")
    return new RequestTimeoutProblem({ detail: "The request did not arrive in time.", requestId })
  return new InvalidRequestProblem({
    detail: "The request is not HTTP/1.1.",
    errors: [{ field: "request", message: `It cannot be read (${code}).` }],
    requestId
  })
}

const statusTexts: { readonly [status: number]: string } = {
  400: "Bad Request",
  405: "Method Not Allowed",
  408: "Request Timeout",
  431: "Request Header Fields Too Large"
}

/** Writes a problem by hand and ends the connection. */
const endWith = (socket: Duplex, problem: GatewayProblem, more: HeaderList = []): void => {
  const { body, headers, status } = problemAnswer(problem, more)
  const { requestId } = problem
  const all = [...headers, ...strictHeaders, requestIdHeader, requestId, "connection", "close"]
  const lines = Array.from({ length: all.length / 2 }, (_, index) =>
    all.slice(index * 2, index * 2 + 2).join(": ")
  )
  const head = [`HTTP/1.1 ${status} ${statusTexts[status] ?? ""}`, ...lines]
  socket.end(
    Buffer.concat([
      Buffer.from(`${head.join("\r\n")}\r\ncontent-length: ${body.byteLength}\r\n\r\n`),
      body
    ])
  )
}

/** Answers bytes that are no request, and ends the connection. */
export const answerNoRequest = (error: Error, socket: Duplex): void => {
  if (!socket.writable || errorCode(error) === "ECONNRESET") socket.destroy()
  else endWith(socket, problemFor(errorCode(error), requestIdOf({})))
}

/** The gateway is nobody's proxy. */
export const answerNoTunnel = ({ headers }: IncomingMessage, socket: Duplex): void => {
  const detail = "The gateway makes no tunnels."
  const requestId = requestIdOf(headers)
  endWith(socket, new MethodNotAllowedProblem({ detail, requestId }), ["allow", "GET, HEAD, POST"])
}
