/**
 * Server-sent events. A stream is one fiber that writes to the connection itself; one timer keeps all of them
 * alive. A reader who does not keep up is cut off and comes back with `Last-Event-ID`.
 */
import type { ServerResponse } from "node:http"
import { Context, Duration, Effect, type Fiber, Layer, Schedule } from "effect"
import { headersOf, unstored } from "../Server/Answer.ts"
import { LoadGate } from "../Server/LoadGate.ts"
import { Stopping } from "../Server/Stopping.ts"
import type { Visit } from "../Server/Visit.ts"

/** One event. */
export interface ServerSentEvent {
  readonly id?: string
  /** Default: `message`. */
  readonly event?: string
  readonly data: unknown
}

const heartbeat = Duration.seconds(15)

/** How soon a reader comes back. */
const retryMillis = 2000

const unreadBytesAtMost = 64 * 1024

const writeHead = (visit: Visit): void => {
  const headers = [...headersOf(visit), "content-type", "text/event-stream", ...unstored]
  visit.response.writeHead(200, [...headers, "x-accel-buffering", "no"])
}

const textOf = ({ data, event, id }: ServerSentEvent): string =>
  `${id === undefined ? "" : `id: ${id}\n`}${event === undefined ? "" : `event: ${event}\n`}data: ${JSON.stringify(data)}\n\n`

export class EventStreams extends Context.Service<
  EventStreams,
  {
    /**
     * Begins a stream and ends it when `events` does. `events` is given the way to send one, and is
     * interrupted when the caller goes or the gateway stops.
     */
    readonly run: (
      visit: Visit,
      events: (send: (event: ServerSentEvent) => void) => Effect.Effect<void>
    ) => Effect.Effect<void>
  }
>()("@bill-payment-status/http/EventStreams") {
  static readonly layer: Layer.Layer<EventStreams, never, LoadGate | Stopping> = Layer.effect(
    EventStreams,
    Effect.gen(function* () {
      const gate = yield* LoadGate
      const stopping = yield* Stopping
      const open = new Map<ServerResponse, Fiber.Fiber<unknown, unknown>>()

      const write = (response: ServerResponse, text: string): void => {
        if (response.writableLength > unreadBytesAtMost) response.destroy()
        else response.write(text)
      }

      yield* Effect.sync(() => {
        for (const response of open.keys()) write(response, ": still here\n\n")
      }).pipe(Effect.repeat(Schedule.spaced(heartbeat)), Effect.forkScoped)

      stopping.onBegin(() => {
        for (const fiber of open.values()) fiber.interruptUnsafe()
      })

      const begin = (visit: Visit): Effect.Effect<ServerResponse> =>
        Effect.withFiber((fiber) => {
          const { response } = visit
          writeHead(visit)
          response.write(`retry: ${retryMillis}\n\n`)
          open.set(response, fiber)
          gate.streamBegins()
          return Effect.succeed(response)
        })

      const end = (response: ServerResponse): Effect.Effect<void> =>
        Effect.sync(() => {
          open.delete(response)
          gate.streamEnds()
          response.end()
        })

      return EventStreams.of({
        run: (visit, events) =>
          visit.isHead
            ? Effect.sync(() => {
                writeHead(visit)
                visit.response.end()
              })
            : Effect.acquireUseRelease(
                begin(visit),
                (response) => events((event) => write(response, textOf(event))),
                end
              )
      })
    })
  )
}
