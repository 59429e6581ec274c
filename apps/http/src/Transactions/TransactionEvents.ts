/** What a stream of events says of one payment, from what its caller has seen last. */
import {
  type BillPaymentStatus,
  gaveUpWaitingToJson,
  type Inquiry,
  type TrackedChange,
  trackedChangeToJson
} from "@bill-payment-status/core"
import { eventNames, inquiryProblem } from "@bill-payment-status/http-api"
import { Effect, Stream } from "effect"
import { eventIdOf, type Seen } from "./EventId.ts"
import type { ServerSentEvent } from "./EventStreams.ts"

export interface EventsQuestion extends Inquiry {
  readonly requestId: string
  readonly until: "final" | "paid"
  readonly seen: Seen | undefined
}

/** Whether nothing more is to be said to who has seen this. */
export const isOver = (seen: Seen | undefined, until: "final" | "paid"): boolean =>
  seen !== undefined && (seen.final || (until === "paid" && seen.verdict === "Paid"))

const changeEvent = (
  change: TrackedChange,
  previous: TrackedChange["previous"]
): ServerSentEvent => ({
  id: eventIdOf(change),
  data: { ...trackedChangeToJson(change), previous }
})

/** The event for a change; undefined where the caller has seen it. */
const toEvent = (change: TrackedChange, seen: Seen | undefined): ServerSentEvent | undefined => {
  const { previous, status } = change
  if (previous !== null || seen === undefined) return changeEvent(change, previous)
  return status.verdict === seen.verdict && status.final === seen.final
    ? undefined
    : changeEvent(change, seen.verdict)
}

/** Sends each change; ends when the payment is final, or with an event that says why not. */
export const transactionEvents =
  (
    statuses: BillPaymentStatus["Service"],
    { referenceId, registrationId, requestId, seen, until }: EventsQuestion
  ) =>
  (send: (event: ServerSentEvent) => void): Effect.Effect<void> =>
    statuses.track({ referenceId, registrationId }, { until }).pipe(
      Stream.runForEach((change) =>
        Effect.sync(() => {
          const event = toEvent(change, seen)
          if (event !== undefined) send(event)
        })
      ),
      Effect.catch((error) =>
        Effect.sync(() =>
          send(
            error._tag === "GaveUpWaiting"
              ? { event: eventNames.gaveUp, data: gaveUpWaitingToJson(error) }
              : { event: eventNames.problem, data: inquiryProblem(error, requestId) }
          )
        )
      )
    )
