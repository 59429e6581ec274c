/** What goes over the connection in answer to one question, as data; a server or MSW performs it. */
import type { Reply } from "@bill-payment-status/core/testing"
import { Duration } from "effect"

/** What becomes of the bytes. */
type Manner =
  | { readonly _tag: "Whole" }
  /** Never answers. */
  | { readonly _tag: "Hang" }
  /** Closes the connection before an answer begins. */
  | { readonly _tag: "Reset" }
  /** Sends the first part of the body and ends, or resets, the connection. */
  | { readonly _tag: "CutOff"; readonly by: "end" | "reset" }
  /** Sends a few bytes at a time. */
  | { readonly _tag: "Drip"; readonly bytes: number; readonly everyMillis: number }
  /** Declares more bytes than it sends, or fewer. */
  | { readonly _tag: "WrongLength"; readonly by: number }

/** One answer and how it travels. */
export interface Delivery {
  readonly httpStatus: number
  readonly contentType: string
  readonly headers: { readonly [name: string]: string }
  readonly body: string
  readonly gzip: boolean
  /** Before anything is sent. */
  readonly delayMillis: number
  readonly manner: Manner
}

const whole: Delivery = {
  httpStatus: 200,
  contentType: "application/json",
  headers: {},
  body: "",
  gzip: false,
  delayMillis: 0,
  manner: { _tag: "Whole" }
}

/** An exact answer. */
export const exactly = (answer: Partial<Delivery>): Delivery => ({ ...whole, ...answer })

/** What a scenario replies. */
export const fromReply = (reply: Reply.Reply): Delivery => {
  switch (reply._tag) {
    case "Answer":
      return exactly(reply)
    case "Hang":
      return exactly({ manner: { _tag: "Hang" } })
    case "Reset":
      return exactly({ manner: { _tag: "Reset" } })
    case "Truncated":
      return exactly({
        httpStatus: reply.httpStatus,
        body: reply.body,
        manner: { _tag: "CutOff", by: "end" }
      })
    case "Later": {
      const later = fromReply(reply.reply)
      return { ...later, delayMillis: later.delayMillis + Duration.toMillis(reply.delay) }
    }
  }
}
