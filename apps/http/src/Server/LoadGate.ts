/** Sheds load before latency collapses: when too much is under way, or the event loop is late. */
import { Context, Duration, Effect, Layer, Schedule } from "effect"
import { Traffic } from "../Operations/Traffic.ts"

export interface LoadLimits {
  /** Requests being answered at the same time, streams of events aside. */
  readonly requestsAtMost: number
  /** Streams of events that are open at the same time. */
  readonly streamsAtMost: number
}

/**
 * How late the event loop may be, two looks in a row, before nobody new is let in. Late once is a pause, of the
 * machine or of starting up, and no load.
 */
const latestMillis = 250

const interval = Duration.millis(100)

export class LoadGate extends Context.Service<
  LoadGate,
  {
    /** Whether a request must be turned away. */
    readonly isFull: () => boolean
    /** Whether a stream must be. */
    readonly isFullOfStreams: () => boolean
    /** A request has become a stream, and no longer counts as one being answered. */
    readonly streamBegins: () => void
    readonly streamEnds: () => void
  }
>()("@bill-payment-status/http/LoadGate") {
  static readonly layer = ({ requestsAtMost, streamsAtMost }: LoadLimits) =>
    Layer.effect(
      LoadGate,
      Effect.gen(function* () {
        const traffic = yield* Traffic
        let lateMillis = 0
        let lateBefore = 0
        let streams = 0
        let lookedAt = performance.now()
        yield* Effect.sync(() => {
          const now = performance.now()
          lateBefore = lateMillis
          lateMillis = Math.max(0, now - lookedAt - Duration.toMillis(interval))
          lookedAt = now
        }).pipe(Effect.repeat(Schedule.spaced(interval)), Effect.forkScoped)
        traffic.watch("streams", () => streams)
        traffic.watch("loopDelay", () => lateMillis / 1000)
        return LoadGate.of({
          isFull: () =>
            traffic.inFlight - streams > requestsAtMost ||
            Math.min(lateMillis, lateBefore) > latestMillis,
          isFullOfStreams: () => streams >= streamsAtMost,
          streamBegins: () => {
            streams += 1
          },
          streamEnds: () => {
            streams -= 1
          }
        })
      })
    )
}
