/** What a stream of events says of one payment, from what its caller has seen last. */
import {
  type BillPaymentStatus,
  type GaveUpWaiting,
  gaveUpWaitingToJson,
  type Inquiry,
  type InquiryError,
  type TrackedChange,
  trackedChangeToJson
} from "@bill-payment-status/core"
import { eventNames, inquiryProblem } from "@bill-payment-status/http-api"
import { DateTime, Effect, Stream } from "effect"
import { endingIdOf, eventIdOf, type Seen } from "./EventId.ts"
import type { ServerSentEvent } from "./EventStreams.ts"

/** A payment that is followed for a caller. */
export interface Following {
  readonly inquiry: Inquiry
  readonly requestId: string
  readonly until: "final" | "paid"
  readonly seen: Seen | undefined
}

/** Whether nothing more is to be said to who has seen this. */
export const isOver = (seen: Seen | undefined, until: "final" | "paid"): boolean =>
  seen === "ended" ||
  (seen !== undefined && (seen.final || (until === "paid" && seen.verdict === "Paid")))

/** The event for a change; undefined where the caller has seen it. */
const toEvent = (
  { inquiry, seen }: Following,
  change: TrackedChange
): ServerSentEvent | undefined => {
  const { previous, status } = change
  const before = previous === null && typeof seen === "object" ? seen : undefined
  return before?.verdict === status.verdict && before.final === status.final
    ? undefined
    : {
        id: eventIdOf(inquiry, change),
        data: { ...trackedChangeToJson(change), previous: before?.verdict ?? previous }
      }
}

/** Why nothing more comes. A reader that connects again by itself is not to ask again and again. */
const endingEvent = (
  { inquiry, requestId }: Following,
  error: InquiryError | GaveUpWaiting,
  now: DateTime.Utc
): ServerSentEvent => ({
  id: endingIdOf(inquiry, now),
  ...(error._tag === "GaveUpWaiting"
    ? { event: eventNames.gaveUp, data: gaveUpWaitingToJson(error) }
    : { event: eventNames.problem, data: inquiryProblem(error, requestId) })
})

/** Sends each change; ends when the payment is final, or with an event that says why not. */
export const transactionEvents =
  (statuses: BillPaymentStatus["Service"], following: Following) =>
  (send: (event: ServerSentEvent) => void): Effect.Effect<void> =>
    statuses.track(following.inquiry, { until: following.until }).pipe(
      Stream.runForEach((change) =>
        Effect.sync(() => {
          const event = toEvent(following, change)
          if (event !== undefined) send(event)
        })
      ),
      Effect.catch((error) =>
        Effect.map(DateTime.now, (now) => send(endingEvent(following, error, now)))
      )
    )
