/**
 * The port to the network: sends one question and reads the whole answer. `NodeTransport` is the way out on
 * Node that loads fastest and `UndiciTransport` the one that asks fastest; `HttpClientTransport` goes through
 * any `HttpClient`.
 */
import { Context, Data, type Effect } from "effect"

/** A POST of JSON. */
export interface TransportRequest {
  readonly url: URL
  readonly headers: { readonly [name: string]: string }
  readonly body: string
  /** No more of the answer is read. */
  readonly answerBytesAtMost: number
}

/** What came back, decompressed, as text; what is not UTF-8 has become `\uFFFD`. */
export interface TransportAnswer {
  readonly httpStatus: number
  /** By name in lower case. */
  readonly headers: { readonly [name: string]: string | ReadonlyArray<string> | undefined }
  readonly body: string
  /** False when the answer is longer than may be read. */
  readonly complete: boolean
}

/** No connection, or it was lost before the declared end of the body. */
export class TransportLost extends Data.TaggedError("TransportLost")<{
  /** The system's own name of what went wrong, e.g. `ECONNREFUSED`. */
  readonly code: string
  /** Null when the answer had not begun. */
  readonly httpStatus: number | null
  /** What had arrived of the body. */
  readonly body: string
  /** The error behind it, for whoever looks into it on this machine; it may name hosts and proxies. */
  readonly cause?: unknown
}> {}

/** One way out. Follows no redirect and never retries an answer; interrupted, it gives up the connection. */
export class Transport extends Context.Service<
  Transport,
  {
    readonly send: (request: TransportRequest) => Effect.Effect<TransportAnswer, TransportLost>
  }
>()("@bill-payment-status/core/Provider/Transport") {}

/** The system's own name of what went wrong; never its message, which may hold what was sent. */
export const systemCode = (error: unknown): string => {
  let cause = error
  while (cause instanceof Error) {
    if ("code" in cause && typeof cause.code === "string") return cause.code
    cause = cause.cause
  }
  return "connection failed"
}
