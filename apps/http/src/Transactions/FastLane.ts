/**
 * The way most requests go: one plain reference, answered without the router. It knows no rule of its own;
 * what is out of the ordinary goes through the router, to the same functions and the same bytes.
 */
import type { IncomingMessage } from "node:http"
import { registrationHeader } from "@bill-payment-status/http-api"
import { Cause, Effect, Exit } from "effect"
import { type Gatekeeper, registrationFor } from "../Admission/Admission.ts"
import { below } from "../Operations/RequestSpans.ts"
import { type Answer, problemAnswer, send } from "../Server/Answer.ts"
import { internalError, logDefect } from "../Server/Defect.ts"
import type { Visit } from "../Server/Visit.ts"
import type { TransactionRoute } from "./TransactionRoute.ts"

const plain = /^\/v1\/transactions\/([\w.~-]{1,64})$/

/** As the contract writes it. */
const transactionPath = "/v1/transactions/{reference}"

const isPlain = ({ headers, method }: IncomingMessage): boolean =>
  method === "GET" &&
  headers["transfer-encoding"] === undefined &&
  headers["content-length"] === undefined

/** Answers a request that is plain; false when it is not, and nothing was done. */
export type FastLane = (visit: Visit, request: IncomingMessage) => boolean

export const makeFastLane = Effect.fnUntraced(function* (
  gatekeeper: Gatekeeper,
  route: TransactionRoute["Service"]
) {
  const context = yield* Effect.context()
  const fork = Effect.runForkWith(context)

  const answerWhenKnown = (visit: Visit, asked: Effect.Effect<Answer>): void => {
    const { response } = visit
    const fiber = fork(below(visit.span, asked))
    const gone = () => fiber.interruptUnsafe()
    response.once("close", gone)
    fiber.addObserver((exit) => {
      response.off("close", gone)
      if (Exit.isSuccess(exit)) send(visit, exit.value)
      else if (!Cause.hasInterruptsOnly(exit.cause)) {
        fork(logDefect(visit, exit.cause))
        send(visit, internalError(visit))
      }
    })
  }

  const lane: FastLane = (visit, request) => {
    const referenceId = isPlain(request) ? plain.exec(request.url ?? "")?.[1] : undefined
    if (referenceId === undefined) return false
    visit.enter(transactionPath)
    const { headers } = request
    const partner = gatekeeper.admit(visit, headers, { scope: "read" })
    if ("_tag" in partner) {
      send(visit, problemAnswer(partner.problem, partner.headers))
      return true
    }
    const wished = headers[registrationHeader]
    const { requestId } = visit
    const registration = registrationFor(partner, typeof wished === "string" ? wished : undefined, {
      field: registrationHeader,
      requestId
    })
    if ("_tag" in registration) {
      send(visit, problemAnswer(registration.problem))
      return true
    }
    const question = {
      partner,
      referenceId,
      registrationId: registration.registrationId,
      fresh: false,
      requestId
    }
    const remembered = route.remembered(question)
    if (remembered === undefined) answerWhenKnown(visit, route.ask(question))
    else send(visit, remembered)
    return true
  }
  return lane
})
