/** Reads a JSON body whole: within a size, in valid UTF-8, fitting its schema. Nothing of it is ever repeated. */
import type { IncomingHttpHeaders, IncomingMessage } from "node:http"
import {
  ContentTooLargeProblem,
  type InvalidRequestProblem,
  UnsupportedMediaTypeProblem
} from "@bill-payment-status/http-api"
import { Effect, Result, Schema } from "effect"
import { fieldFaults, invalidRequest } from "./RequestFaultsLayer.ts"

export type BodyProblem =
  | InvalidRequestProblem
  | ContentTooLargeProblem
  | UnsupportedMediaTypeProblem

export interface BodyOptions<A> {
  readonly schema: Schema.ConstraintCodec<A, unknown>
  readonly bytesAtMost: number
  readonly requestId: string
  /** Whether a body declared as something else, and a member that nobody knows, are refused. */
  readonly exact: boolean
}

const utf8 = new TextDecoder("utf-8", { fatal: true })

/** Null when it is longer. */
const readBytes = (
  incoming: IncomingMessage,
  bytesAtMost: number
): Effect.Effect<Uint8Array | null> =>
  Effect.callback((resume) => {
    if (Number(incoming.headers["content-length"]) > bytesAtMost)
      return resume(Effect.succeed(null))
    const chunks: Array<Buffer> = []
    let bytes = 0
    const take = (chunk: Buffer) => {
      bytes += chunk.byteLength
      if (bytes <= bytesAtMost) {
        chunks.push(chunk)
        return
      }
      incoming.off("data", take)
      resume(Effect.succeed(null))
    }
    incoming
      .on("data", take)
      .once("end", () => resume(Effect.succeed(Buffer.concat(chunks))))
      .once("error", () => resume(Effect.interrupt))
  })

/** Of a longer body only the first fault is looked for: each costs more than what is at fault. */
const everyFaultUpTo = 16 * 1024

const isJson = (contentType: string): boolean =>
  /^application\/(?:[\w.+-]+\+)?json\s*(?:;\s*charset="?utf-8"?\s*)?$/i.test(contentType)

/** The header that says that the body is something else. */
const foreignHeader = (headers: IncomingHttpHeaders): string | undefined => {
  if (!isJson(headers["content-type"] ?? "application/json")) return "content-type"
  return (headers["content-encoding"] ?? "identity") === "identity" ? undefined : "content-encoding"
}

const parse = (bytes: Uint8Array): Result.Result<unknown, string> =>
  Result.flatMap(
    Result.try({ try: () => utf8.decode(bytes), catch: () => "The body is not valid UTF-8." }),
    (text) =>
      Result.try({
        try: (): unknown => JSON.parse(text),
        catch: () => "The body is not valid JSON."
      })
  )

export const readJsonBody = Effect.fnUntraced(function* <A>(
  incoming: IncomingMessage,
  { bytesAtMost, exact, requestId, schema }: BodyOptions<A>
): Effect.fn.Return<A, BodyProblem> {
  const foreign = exact ? foreignHeader(incoming.headers) : undefined
  if (foreign !== undefined)
    return yield* new UnsupportedMediaTypeProblem({
      detail: `The header ${foreign} names something else than plain JSON in UTF-8.`,
      requestId
    })
  const bytes = yield* readBytes(incoming, bytesAtMost)
  if (bytes === null)
    return yield* new ContentTooLargeProblem({
      detail: `The body is longer than ${bytesAtMost} bytes.`,
      requestId
    })
  const json = parse(bytes)
  if (Result.isFailure(json))
    return yield* invalidRequest(requestId, [{ field: "body", message: json.failure }])
  const errors = bytes.byteLength > everyFaultUpTo ? "first" : "all"
  const onExcessProperty = exact ? "error" : "ignore"
  return yield* Schema.decodeUnknownEffect(schema)(json.success, { errors, onExcessProperty }).pipe(
    Effect.mapError((error) => invalidRequest(requestId, fieldFaults(error, "body")))
  )
})
