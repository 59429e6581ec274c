/** The listening server: its limits, what it says to who speaks no HTTP, and how it stops without loss. */
import { createServer, type RequestListener, type Server } from "node:http"
import { Server as NetServer, type Socket } from "node:net"
import { type Address, cannotListen, errorCode } from "@bill-payment-status/program"
import { Duration, Effect, type Scope } from "effect"
import type { InvalidSetting } from "@bill-payment-status/core"
import { Connections } from "./Connections.ts"
import { answerNoRequest, answerNoTunnel, headerBytesAtMost } from "./NoRequest.ts"

const limits = {
  maxHeaderSize: headerBytesAtMost,
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
  /** One that is missing is answered as every other fault is. */
  requireHostHeader: false,
  noDelay: true
}

const connectionsAtMost = 20_000

export interface Listener {
  readonly url: string
}

export interface ListenerOptions extends Address {
  readonly answer: RequestListener
  /** A connection on which nothing moves for so long is cut. */
  readonly idle: Duration.Duration
  /** How long requests under way may take once stopping has begun. */
  readonly grace: Duration.Duration
  /** Runs as soon as stopping begins. */
  readonly onStop: () => void
  /** Instead of ours. */
  readonly limits?: Partial<typeof limits>
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

/** How long a connection must have been quiet: who is about to ask gets an answer first. */
const quietMillis = 500

const betweenLooks = 50

/** A turn of the event loop this short found nothing to do. */
const emptyTurnMillis = 0.05

/**
 * Runs `close` right after the event loop looked for connections and found none: the system resets those it
 * took for the server and the server has not taken yet. The longer it waits, the more it is content with.
 */
const whenNobodyComes = (connections: Connections, close: () => void): void => {
  const startedAt = performance.now()
  const look = (): void => {
    const before = performance.now()
    const { accepted } = connections
    setImmediate(() => {
      const now = performance.now()
      const isShort = now - before < emptyTurnMillis + (now - startedAt) / 1000
      if (isShort && connections.accepted === accepted) close()
      else look()
    })
  }
  // Whichever turn this is, the next one looks for connections first.
  setImmediate(look)
}

/**
 * Takes no new connections, answers what has been asked and closes each connection after its answer. Node's own
 * `close` would cut connections on which a request is just arriving.
 */
const makeStop = (
  server: Server,
  connections: Connections,
  { grace, onStop }: ListenerOptions
): Effect.Effect<void> =>
  Effect.callback<void>((resume) => {
    onStop()
    connections.announceEnd()
    // Right after what has arrived was read: a request in the socket's buffer is not cut off.
    const look = setInterval(
      () => setImmediate(() => connections.endQuiet(quietMillis)),
      betweenLooks
    )
    whenNobodyComes(connections, () => {
      NetServer.prototype.close.call(server, () => {
        clearInterval(look)
        resume(Effect.void)
      })
    })
    return Effect.sync(() => {
      clearInterval(look)
      server.closeAllConnections()
    })
  }).pipe(Effect.timeoutOption(grace), Effect.asVoid)

/** Listens until the scope closes, and then stops. */
export const listenUntilStopped = (
  options: ListenerOptions
): Effect.Effect<Listener, InvalidSetting, Scope.Scope> =>
  Effect.gen(function* () {
    const server = createServer({ ...limits, ...options.limits }, options.answer)
    server.timeout = Duration.toMillis(options.idle)
    server.maxConnections = connectionsAtMost
    const connections = new Connections(server)
    server.on("clientError", (error, socket: Socket) => {
      if (connections.isFree(socket)) answerNoRequest(error, socket)
      else connections.endAfterAnswers(socket)
    })
    server.on("checkExpectation", options.answer)
    server.on("connect", answerNoTunnel)
    const stop = makeStop(server, connections, options)
    yield* Effect.acquireRelease(listen(server, options), () => stop)
    const address = server.address()
    const port = typeof address === "object" && address !== null ? address.port : options.port
    const host = options.host.includes(":") ? `[${options.host}]` : options.host
    return { url: `http://${host}:${port}` }
  })
