/** The listening server: its limits, what it says to who speaks no HTTP, and how it stops without loss. */
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http"
import { Server as NetServer, type Socket } from "node:net"
import {
  type GatewayProblem,
  HeadersTooLargeProblem,
  InvalidRequestProblem,
  RequestTimeoutProblem,
  requestIdHeader
} from "@bill-payment-status/http-api"
import { type Address, cannotListen, errorCode } from "@bill-payment-status/program"
import { Duration, Effect, type Scope } from "effect"
import type { InvalidSetting } from "@bill-payment-status/core"
import { problemAnswer, strictHeaders } from "./Answer.ts"
import { requestIdOf } from "./RequestId.ts"

const limits = {
  /** For all headers together, in bytes. */
  maxHeaderSize: 16 * 1024,
  /** For the headers to arrive. */
  headersTimeout: Duration.toMillis("10 seconds"),
  /** For the whole request to arrive. */
  requestTimeout: Duration.toMillis("30 seconds"),
  /** Longer than load balancers keep theirs. */
  keepAliveTimeout: Duration.toMillis("75 seconds"),
  /** How often the limits of time are looked after. */
  connectionsCheckingInterval: 1000,
  /** Headers that came twice are seen to have. */
  joinDuplicateHeaders: true,
  /** The door asks for one, and says so as it says everything. */
  requireHostHeader: false,
  noDelay: true
}

/** A connection on which nothing moves is cut; streams of events say something every 15 seconds. */
const idleMillis = Duration.toMillis("60 seconds")

const connectionsAtMost = 20_000

const problemFor = (code: string, requestId: string): GatewayProblem => {
  if (code === "HPE_HEADER_OVERFLOW")
    return new HeadersTooLargeProblem({
      detail: `The headers are longer than ${limits.maxHeaderSize} bytes.`,
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
  408: "Request Timeout",
  431: "Request Header Fields Too Large"
}

/** Bytes that are no request have no response object: the answer is written by hand. */
const answerNoRequest = (error: Error, socket: Socket): void => {
  if (!socket.writable || errorCode(error) === "ECONNRESET") return void socket.destroy()
  const requestId = requestIdOf({})
  const { body, headers, status } = problemAnswer(problemFor(errorCode(error), requestId))
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

export interface Listener {
  readonly url: string
}

export interface ListenerOptions extends Address {
  readonly answer: RequestListener
  /** How long requests under way may take once stopping has begun. */
  readonly grace: Duration.Duration
  /** Runs as soon as stopping begins. */
  readonly onStop: () => void
}

const listen = (server: Server, { host, port }: Address): Effect.Effect<void, InvalidSetting> =>
  Effect.callback((resume) => {
    const failed = (error: Error) =>
      resume(Effect.fail(cannotListen({ host, port }, errorCode(error))))
    server.once("error", failed)
    server.listen({ host, port, backlog: 4096 }, () => {
      server.off("error", failed)
      resume(Effect.void)
    })
  })

/** How long a connection without a request is waited for: who is about to ask gets an answer first. */
const idleGraceMillis = 500

const isIdle = (socket: Socket, busy: ReadonlyMap<Socket, number>): boolean =>
  (busy.get(socket) ?? 0) === 0

/**
 * Takes no new connections, answers what has been asked and closes each connection after its answer. Node's own
 * `close` would cut connections on which a request is just arriving.
 */
const makeStop = (server: Server, { grace, onStop }: ListenerOptions): Effect.Effect<void> => {
  const connections = new Set<Socket>()
  const asking = new Map<Socket, number>()
  server.on("connection", (socket: Socket) => {
    connections.add(socket)
    socket.once("close", () => {
      connections.delete(socket)
      asking.delete(socket)
    })
  })
  server.on("request", ({ socket }: IncomingMessage, response) => {
    asking.set(socket, (asking.get(socket) ?? 0) + 1)
    response.once("close", () => asking.set(socket, (asking.get(socket) ?? 1) - 1))
  })
  return Effect.callback<void>((resume) => {
    onStop()
    const cutIdle = setTimeout(() => {
      for (const socket of connections) if (isIdle(socket, asking)) socket.end()
    }, idleGraceMillis)
    NetServer.prototype.close.call(server, () => {
      clearTimeout(cutIdle)
      resume(Effect.void)
    })
    return Effect.sync(() => {
      clearTimeout(cutIdle)
      server.closeAllConnections()
    })
  }).pipe(Effect.timeoutOption(grace), Effect.asVoid)
}

/** Listens until the scope closes, and then stops. */
export const listenUntilStopped = (
  options: ListenerOptions
): Effect.Effect<Listener, InvalidSetting, Scope.Scope> =>
  Effect.gen(function* () {
    const server = createServer(limits, options.answer)
    server.timeout = idleMillis
    server.maxConnections = connectionsAtMost
    server.on("clientError", answerNoRequest)
    // Node would answer 417 by itself; an expectation nobody knows may as well be ignored.
    server.on("checkExpectation", options.answer)
    const stop = makeStop(server, options)
    yield* Effect.acquireRelease(listen(server, options), () => stop)
    const address = server.address()
    const port = typeof address === "object" && address !== null ? address.port : options.port
    const host = options.host.includes(":") ? `[${options.host}]` : options.host
    return { url: `http://${host}:${port}` }
  })
