/** A payment's events: what the route answers, by whichever way the request came. */
import { BillPaymentStatus, type Inquiry, inquiryFault } from "@bill-payment-status/core"
import {
  inquiryProblem,
  OverloadedProblem,
  TooManyRequestsProblem
} from "@bill-payment-status/http-api"
import { Context, Effect, Layer } from "effect"
import type { Partner } from "../Admission/Partner.ts"
import { type Answer, problemAnswer, unstored } from "../Server/Answer.ts"
import { LoadGate } from "../Server/LoadGate.ts"
import { invalidRequest } from "../Server/RequestFaultsLayer.ts"
import { Stopping } from "../Server/Stopping.ts"
import type { Visit } from "../Server/Visit.ts"
import { readEventId } from "./EventId.ts"
import { EventStreams } from "./EventStreams.ts"
import { isOver, transactionEvents } from "./TransactionEvents.ts"

/** Who asks for the events of a payment, from where on, until when. */
export interface EventsQuestion extends Inquiry {
  readonly visit: Visit
  readonly partner: Partner
  readonly until: "final" | "paid"
  /** What the caller says it has seen last. */
  readonly lastEventId: string | undefined
}

const nothingMore: Answer = { status: 204, headers: unstored, body: new Uint8Array() }

export class EventsRoute extends Context.Service<
  EventsRoute,
  {
    /** The answer, where it is not a stream; else the stream has begun. */
    readonly begin: (question: EventsQuestion) => Answer | undefined
  }
>()("@bill-payment-status/http/EventsRoute") {
  static readonly layer: Layer.Layer<
    EventsRoute,
    never,
    BillPaymentStatus | EventStreams | LoadGate | Stopping
  > = Layer.effect(
    EventsRoute,
    Effect.gen(function* () {
      const statuses = yield* BillPaymentStatus
      const streams = yield* EventStreams
      const gate = yield* LoadGate
      const stopping = yield* Stopping
      return EventsRoute.of({
        begin: ({ lastEventId, partner, until, visit, ...inquiry }) => {
          const { requestId } = visit
          const fault = inquiryFault(inquiry)
          if (fault !== undefined) return problemAnswer(inquiryProblem(fault, requestId))
          if (stopping.hasBegun)
            return problemAnswer(
              new OverloadedProblem({ detail: "The gateway is being stopped.", requestId }),
              ["retry-after", "1"]
            )
          const seen = lastEventId === undefined ? undefined : readEventId(lastEventId, inquiry)
          if (seen === "malformed")
            return problemAnswer(
              invalidRequest(requestId, [
                { field: "last-event-id", message: "It is not the id of an event of this gateway." }
              ])
            )
          if (isOver(seen, until)) return nothingMore
          if (gate.isFullOfStreams())
            return problemAnswer(
              new OverloadedProblem({ detail: "Too many streams are open.", requestId }),
              ["retry-after", "5"]
            )
          if (visit.share?.becomeStream() === false)
            return problemAnswer(
              new TooManyRequestsProblem({
                detail: "The key has half of all streams that may be open.",
                requestId
              }),
              ["retry-after", "5"]
            )
          const following = { inquiry, requestId, seen, until }
          streams.begin(visit, partner, transactionEvents(statuses, following))
          return undefined
        }
      })
    })
  )
}
