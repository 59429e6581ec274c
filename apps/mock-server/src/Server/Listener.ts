/** A listening `node:http` server that can stop accepting connections for a while. */
import { createServer, type RequestListener, type Server } from "node:http"
import { Clock, Effect, Schedule, Schema, type Scope } from "effect"

/** The address is taken, or not this machine's. */
export class CannotListen extends Schema.TaggedError<CannotListen>()("CannotListen", {
  host: Schema.String,
  port: Schema.Int,
  /** The system's own name, e.g. `EADDRINUSE`. */
  code: Schema.String
}) {
  override get message(): string {
    return `Cannot listen on ${this.host} port ${this.port} (${this.code}).`
  }
}

/** Where it listens. */
export interface Listener {
  readonly url: string
  /** Ends every connection and refuses new ones for so many milliseconds from when it returns. */
  readonly refuse: (millis: number) => Effect.Effect<void>
}

const listenOn = (server: Server, host: string, port: number): Effect.Effect<void, CannotListen> =>
  Effect.callback((resume) => {
    const failed = (error: NodeJS.ErrnoException) =>
      resume(Effect.fail(new CannotListen({ host, port, code: error.code ?? error.name })))
    server.once("error", failed)
    server.listen(port, host, () => {
      server.off("error", failed)
      resume(Effect.void)
    })
  })

const close = (server: Server): Effect.Effect<void> =>
  Effect.callback((resume) => {
    server.close(() => resume(Effect.void))
    server.closeAllConnections()
  })

const portOf = (server: Server): number => {
  const address = server.address()
  return typeof address === "object" && address !== null ? address.port : 0
}

const urlOf = (host: string, port: number): string =>
  `http://${host.includes(":") ? `[${host}]` : host}:${port}`

/** Listens until its scope closes, and ends every connection then. */
export const listen = (
  { host, port }: { readonly host: string; readonly port: number },
  answer: RequestListener
): Effect.Effect<Listener, CannotListen, Scope.Scope> =>
  Effect.gen(function* () {
    const server = createServer(answer)
    yield* Effect.acquireRelease(listenOn(server, host, port), () => close(server))
    const bound = portOf(server)
    const scope = yield* Effect.scope
    let refusedUntil = 0

    const listenAgain = Effect.gen(function* () {
      // Of refusals that overlap the last to end counts.
      if ((yield* Clock.currentTimeMillis) < refusedUntil || server.listening) return
      // Somebody else may have taken the port meanwhile: until they leave it.
      yield* Effect.retry(listenOn(server, host, bound), Schedule.spaced("1 second"))
    })

    return {
      url: urlOf(host, bound),
      refuse: Effect.fnUntraced(function* (millis) {
        const now = yield* Clock.currentTimeMillis
        refusedUntil = Math.max(refusedUntil, now + millis)
        yield* close(server)
        yield* listenAgain.pipe(Effect.delay(millis), Effect.orDie, Effect.forkIn(scope))
      })
    }
  })
