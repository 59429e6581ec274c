/**
 * Server-sent events. A stream is one fiber that writes to the connection itself; one timer keeps all of them
 * alive. A reader who does not keep up is cut off and comes back with `Last-Event-ID`.
 */
import type { ServerResponse } from "node:http"
import { Cause, Clock, Context, Duration, Effect, Exit, type Fiber, Layer, Schedule } from "effect"
import type { Partner } from "../Admission/Partner.ts"
import { PartnerFibers } from "../Admission/PartnerFibers.ts"
import { below } from "../Operations/RequestSpans.ts"
import { headersOf, unstored } from "../Server/Answer.ts"
import { logDefect } from "../Server/Defect.ts"
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

const textOf = ({ data, event, id }: ServerSentEvent): string =>
  `${id === undefined ? "" : `id: ${id}\n`}${event === undefined ? "" : `event: ${event}\n`}data: ${JSON.stringify(data)}\n\n`

interface OpenStream {
  readonly fiber: Fiber.Fiber<void>
  readonly partner: Partner
}

const write = (response: ServerResponse, text: string): void => {
  if (response.writableLength > unreadBytesAtMost) response.destroy()
  else response.write(text)
}

export class EventStreams extends Context.Service<
  EventStreams,
  {
    /**
     * Answers with a stream, which ends when `events` does. `events` is given the way to send one, and is
     * interrupted when the caller goes or the gateway stops.
     */
    readonly begin: (
      visit: Visit,
      partner: Partner,
      events: (send: (event: ServerSentEvent) => void) => Effect.Effect<void>
    ) => void
  }
>()("@bill-payment-status/http/EventStreams") {
  static readonly layer: Layer.Layer<EventStreams, never, LoadGate | Stopping | PartnerFibers> =
    Layer.effect(
      EventStreams,
      Effect.gen(function* () {
        const gate = yield* LoadGate
        const stopping = yield* Stopping
        const fibers = yield* PartnerFibers
        const clock = yield* Clock.Clock
        const open = new Map<ServerResponse, OpenStream>()

        yield* Effect.sync(() => {
          const now = clock.currentTimeMillisUnsafe()
          for (const [response, { fiber, partner }] of open)
            if (partner.isInForce(now)) write(response, ": still here\n\n")
            else fiber.interruptUnsafe()
        }).pipe(Effect.repeat(Schedule.spaced(heartbeat)), Effect.forkScoped)

        stopping.onBegin(() => {
          for (const { fiber } of open.values()) fiber.interruptUnsafe()
        })

        /** One for all: a function made for each stream would be kept as long as the stream. */
        function gone(this: ServerResponse): void {
          open.get(this)?.fiber.interruptUnsafe()
        }

        const end = (response: ServerResponse): void => {
          open.delete(response)
          gate.streamEnds()
          response.end()
        }

        return EventStreams.of({
          begin: (visit, partner, events) => {
            const { response, span } = visit
            const headers = [...headersOf(visit), "content-type", "text/event-stream", ...unstored]
            response.writeHead(200, [...headers, "x-accel-buffering", "no"])
            response.write(`retry: ${retryMillis}\n\n`)
            gate.streamBegins()
            const asking = events((event) => write(response, textOf(event)))
            const fiber = fibers.fork(partner, below(span, asking))
            open.set(response, { fiber, partner })
            response.on("close", gone)
            fiber.addObserver((exit) => {
              end(response)
              if (Exit.isFailure(exit) && !Cause.hasInterruptsOnly(exit.cause))
                fibers.fork(partner, logDefect(visit, exit.cause))
            })
          }
        })
      })
    )
}
