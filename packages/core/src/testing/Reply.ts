/** What a pretended provider does with one question: answer, or fail the way networks do. */
import { Duration, Effect } from "effect"
import { ProviderUnreachable } from "../InquiryError.ts"
import type { ProviderAnswer } from "../Provider.ts"
import { redactBody } from "../RawBody.ts"
import type { ReferenceId } from "../ReferenceId.ts"

/** One reply to one question. */
export type Reply =
  | {
      readonly _tag: "Answer"
      readonly httpStatus: number
      readonly contentType: string
      readonly body: string
    }
  /** Accepts the question and never answers. */
  | { readonly _tag: "Hang" }
  /** Closes the connection before an answer begins. */
  | { readonly _tag: "Reset" }
  /** Promises the whole body, sends the first half and closes the connection. */
  | { readonly _tag: "Truncated"; readonly httpStatus: number; readonly body: string }
  /** The same, later. */
  | { readonly _tag: "Later"; readonly delay: Duration.Duration; readonly reply: Reply }

/** A body declared as JSON. */
export const json = (httpStatus: number, body: string): Reply => ({
  _tag: "Answer",
  httpStatus,
  contentType: "application/json",
  body
})

/** A page where JSON should be. */
export const html = (httpStatus: number, title: string): Reply => ({
  _tag: "Answer",
  httpStatus,
  contentType: "text/html",
  body: `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`
})

/** No answer, ever. */
export const hang: Reply = { _tag: "Hang" }

/** The connection is closed before an answer begins. */
export const reset: Reply = { _tag: "Reset" }

/** Half of the body, then the connection is closed. */
export const truncated = (body: string): Reply => ({ _tag: "Truncated", httpStatus: 200, body })

/** The same reply after a while. */
export const later = (delay: Duration.Input, reply: Reply): Reply => ({
  _tag: "Later",
  delay: Duration.fromInputUnsafe(delay),
  reply
})

/** The part of a truncated body that arrives. */
export const arrivingPart = (body: string): string => body.slice(0, Math.floor(body.length / 2))

/** What a caller over HTTP would see of a reply, without a network. */
export const seenByCaller = (
  reply: Reply,
  referenceId: ReferenceId
): Effect.Effect<ProviderAnswer, ProviderUnreachable> => {
  switch (reply._tag) {
    case "Answer":
      return Effect.succeed({ httpStatus: reply.httpStatus, body: reply.body })
    case "Hang":
      return Effect.never
    case "Reset":
      return Effect.fail(
        new ProviderUnreachable({
          referenceId,
          httpStatus: null,
          rawBody: null,
          message: "The connection was closed before an answer began."
        })
      )
    case "Later":
      return Effect.delay(seenByCaller(reply.reply, referenceId), reply.delay)
    case "Truncated":
      return Effect.fail(
        new ProviderUnreachable({
          referenceId,
          httpStatus: reply.httpStatus,
          rawBody: redactBody(arrivingPart(reply.body)),
          message: "The connection was lost in the middle of the answer."
        })
      )
  }
}
