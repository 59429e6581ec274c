/**
 * The log: one JSON object a line on standard error. Of a request it holds its id, route, status and time,
 * and the key's public id; never an address, a reference, a registration or an account number.
 */
import { Clock, Context, Effect, Layer, Logger, LogLevel, References } from "effect"
import { Lines } from "./Lines.ts"
import { traceIdOf } from "./RequestId.ts"
import type { Visit } from "./Visit.ts"

export interface LogOptions {
  /** A line for each request. */
  readonly requests: boolean
}

/** What `Effect.log` writes to, e.g. `Effect.logError`. */
export const layerLogger = (level: LogLevel.LogLevel): Layer.Layer<Lines> =>
  Layer.mergeAll(
    Logger.layer([
      Effect.map(Lines, (lines) => Logger.map(Logger.formatJson, (line) => lines.write(line)))
    ]),
    Layer.succeed(References.MinimumLogLevel, level)
  ).pipe(Layer.provideMerge(Lines.layer))

export class Log extends Context.Service<
  Log,
  {
    /** A request that was answered, or whose caller has gone. */
    readonly request: (visit: Visit, method: string, status: number, millis: number) => void
  }
>()("@bill-payment-status/http/Log") {
  static readonly layer = ({ requests }: LogOptions): Layer.Layer<Log, never, Lines> =>
    Layer.effect(
      Log,
      Effect.gen(function* () {
        const lines = yield* Lines
        const clock = yield* Clock.Clock
        const level = yield* References.MinimumLogLevel
        const isWritten = requests && LogLevel.isGreaterThanOrEqualTo("Info", level)

        /** Many requests are answered within the millisecond it was written for. */
        let written = { millis: Number.NaN, text: "" }
        const timestamp = (): string => {
          const millis = clock.currentTimeMillisUnsafe()
          if (millis !== written.millis) written = { millis, text: new Date(millis).toISOString() }
          return written.text
        }

        const request = (visit: Visit, method: string, status: number, millis: number): void => {
          const { partner, requestId, route = "none", traceparent } = visit
          const trace =
            traceparent === undefined ? "" : `,"traceId":"${traceIdOf(traceparent) ?? ""}"`
          const key = partner === undefined ? "" : `,"key":"${partner.id}"`
          lines.write(
            `{"timestamp":"${timestamp()}","level":"INFO","message":"request","requestId":"${requestId}","method":"${method}","route":"${route}","status":${status},"ms":${Math.round(millis * 10) / 10}${key}${trace}}`
          )
        }

        return Log.of({ request: isWritten ? request : () => undefined })
      })
    )
}
