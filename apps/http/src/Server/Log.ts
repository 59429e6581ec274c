/**
 * The log: one JSON object a line on standard error. Of a request it holds its id, route, status and time,
 * and the key's public id; never an address, a reference, a registration or an account number.
 */
import { Context, Effect, Layer, Logger } from "effect"
import { Lines } from "./Lines.ts"
import { traceIdOf } from "./RequestId.ts"
import type { Visit } from "./Visit.ts"

export interface LogOptions {
  /** A line for each request. */
  readonly requests: boolean
}

export class Log extends Context.Service<
  Log,
  {
    /** A request that was answered, or whose caller has gone. */
    readonly request: (visit: Visit, method: string, status: number, millis: number) => void
  }
>()("@bill-payment-status/http/Log") {
  /** Also what `Effect.log` writes to, e.g. `Effect.logError`. */
  static readonly layer = ({ requests }: LogOptions): Layer.Layer<Log> =>
    Layer.unwrap(
      Effect.gen(function* () {
        const lines = new Lines()
        yield* Effect.addFinalizer(() => Effect.sync(() => lines.flush()))

        const request = (visit: Visit, method: string, status: number, millis: number): void => {
          const { partner, requestId, route, traceparent } = visit
          const trace =
            traceparent === undefined ? "" : `,"traceId":"${traceIdOf(traceparent) ?? ""}"`
          const key = partner === undefined ? "" : `,"key":"${partner.id}"`
          lines.write(
            `{"timestamp":"${new Date().toISOString()}","level":"INFO","message":"request","requestId":"${requestId}","method":"${method}","route":"${route}","status":${status},"ms":${millis.toFixed(1)}${key}${trace}}`
          )
        }

        const logger = Logger.map(Logger.formatJson, (line) => lines.write(line))
        return Layer.mergeAll(
          Layer.succeed(Log, Log.of({ request: requests ? request : () => undefined })),
          Logger.layer([logger])
        )
      })
    )
}
