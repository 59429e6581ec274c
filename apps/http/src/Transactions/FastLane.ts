/**
 * The way most requests go: one plain reference, answered without the router. It knows no rule of its own;
 * what is out of the ordinary goes through the router, to the same functions and the same bytes.
 */
import type { IncomingMessage } from "node:http"
import { registrationHeader, type Scope } from "@bill-payment-status/http-api"
import { Cause, type Effect, Exit } from "effect"
import { type Gatekeeper, registrationFor } from "../Admission/Admission.ts"
import type { Partner } from "../Admission/Partner.ts"
import type { PartnerFibers } from "../Admission/PartnerFibers.ts"
import { below } from "../Operations/RequestSpans.ts"
import { type Answer, problemAnswer, send } from "../Server/Answer.ts"
import { internalError, logDefect } from "../Server/Defect.ts"
import type { Visit } from "../Server/Visit.ts"
import type { EventsRoute } from "./EventsRoute.ts"
import type { TransactionRoute } from "./TransactionRoute.ts"

const plain = /^\/v1\/transactions\/([\w.~-]{1,64})(\/events)?$/

/** As the contract writes them. */
const transactionPath = "/v1/transactions/{reference}"
const eventsPath = "/v1/transactions/{reference}/events"

const isPlain = ({ headers, method }: IncomingMessage): boolean =>
  method === "GET" &&
  headers["transfer-encoding"] === undefined &&
  headers["content-length"] === undefined

const textOf = (header: string | Array<string> | undefined): string | undefined =>
  typeof header === "string" ? header : undefined

/** Answers a request that is plain; false when it is not, and nothing was done. */
export type FastLane = (visit: Visit, request: IncomingMessage) => boolean

export interface FastLaneOptions {
  readonly gatekeeper: Gatekeeper
  readonly fibers: PartnerFibers["Service"]
  readonly transaction: TransactionRoute["Service"]
  readonly events: EventsRoute["Service"]
}

export const makeFastLane = ({
  events,
  fibers,
  gatekeeper,
  transaction
}: FastLaneOptions): FastLane => {
  const answerWhenKnown = (visit: Visit, partner: Partner, asked: Effect.Effect<Answer>): void => {
    const { response, span } = visit
    const fiber = fibers.fork(partner, below(span, asked))
    const gone = () => fiber.interruptUnsafe()
    response.on("close", gone)
    fiber.addObserver((exit) => {
      response.off("close", gone)
      if (Exit.isSuccess(exit)) send(visit, exit.value)
      else if (!Cause.hasInterruptsOnly(exit.cause)) {
        fibers.fork(partner, logDefect(visit, exit.cause))
        send(visit, internalError(visit))
      }
    })
  }

  const admit = (visit: Visit, { headers }: IncomingMessage, scope: Scope) => {
    const partner = gatekeeper.admit(visit, headers, { scope })
    if ("_tag" in partner) return partner
    const asking = registrationFor(partner, textOf(headers[registrationHeader]), {
      field: registrationHeader,
      requestId: visit.requestId
    })
    return "_tag" in asking ? asking : { partner, registrationId: asking.registrationId }
  }

  return (visit, request) => {
    const match = isPlain(request) ? plain.exec(request.url ?? "") : null
    if (match === null) return false
    const [, referenceId = "", wantsEvents] = match
    visit.enter(wantsEvents === undefined ? transactionPath : eventsPath)
    const admitted = admit(visit, request, wantsEvents === undefined ? "read" : "track")
    if ("_tag" in admitted) {
      send(visit, problemAnswer(admitted.problem, admitted.headers))
      return true
    }
    const { partner, registrationId } = admitted
    if (wantsEvents !== undefined) {
      const lastEventId = textOf(request.headers["last-event-id"])
      const question = { visit, partner, referenceId, registrationId, lastEventId }
      const answer = events.begin({ ...question, until: "final" })
      if (answer !== undefined) send(visit, answer)
      return true
    }
    const { requestId } = visit
    const question = { referenceId, registrationId, fresh: false, requestId }
    const remembered = transaction.remembered(question)
    if (remembered === undefined) answerWhenKnown(visit, partner, transaction.ask(question))
    else send(visit, remembered)
    return true
  }
}
