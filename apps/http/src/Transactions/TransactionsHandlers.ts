/** The routes about transactions, behind the router. */
import { Api, Batch, type GatewayProblem, registrationHeader } from "@bill-payment-status/http-api"
import { Effect, Stream } from "effect"
import { HttpServerResponse } from "effect/http"
import { HttpApiBuilder } from "effect/http-api"
import { Admission, type Refusal, registrationFor } from "../Admission/Admission.ts"
import { CurrentPartner, type Partner } from "../Admission/Partner.ts"
import { problemAnswer } from "../Server/Answer.ts"
import { incomingOf, reply, written } from "../Server/Exchange.ts"
import { readJsonBody } from "../Server/JsonBody.ts"
import { admittedPartner, type Visit, visitOf } from "../Server/Visit.ts"
import { asLines, asObject, batchResults } from "./BatchStream.ts"
import { EventsRoute } from "./EventsRoute.ts"
import { TransactionRoute } from "./TransactionRoute.ts"
import { Transactions } from "./Transactions.ts"

/** As long as 1,000 references of 64 escaped characters. */
const batchBytesAtMost = 1024 * 1024

const wantsLines = (accept: string | undefined): boolean =>
  accept !== undefined && /application\/(?:x-)?ndjson/i.test(accept)

interface Asker {
  readonly visit: Visit
  readonly partner: Partner
  readonly registrationId: string | undefined
}

const askerOf = (visit: Visit, wished: string | undefined): Asker | Refusal => {
  const partner = admittedPartner(visit)
  const { requestId } = visit
  const registration = registrationFor(partner, wished, { field: registrationHeader, requestId })
  return "_tag" in registration ? registration : { visit, partner, ...registration }
}

/** The router waits for what it does not write itself. */
const untilClosed = ({ response }: Visit): Effect.Effect<HttpServerResponse.HttpServerResponse> =>
  Effect.callback((resume) => {
    response.once("close", () => resume(Effect.succeed(written)))
  })

const replyProblem = (visit: Visit, problem: GatewayProblem) => reply(visit, problemAnswer(problem))

export const TransactionsHandlers = HttpApiBuilder.group(
  Api,
  "transactions",
  Effect.fnUntraced(function* (handlers) {
    const transactions = yield* Transactions
    const route = yield* TransactionRoute
    const { limits } = yield* Admission
    const events = yield* EventsRoute

    return handlers
      .handleRaw("status", ({ headers, params, query, request }) => {
        const visit = visitOf(incomingOf(request))
        const asker = askerOf(visit, headers[registrationHeader])
        if ("_tag" in asker) return replyProblem(visit, asker.problem)
        const question = {
          ...asker,
          referenceId: params.reference,
          fresh: query.fresh === "true",
          requestId: visit.requestId
        }
        const remembered = route.remembered(question)
        return remembered === undefined
          ? route.ask(question).pipe(
              Effect.provideService(CurrentPartner, asker.partner.id),
              Effect.flatMap((answer) => reply(visit, answer))
            )
          : reply(visit, remembered)
      })
      .handleRaw("batch", ({ headers, request }) => {
        const incoming = incomingOf(request)
        const visit = visitOf(incoming)
        const asker = askerOf(visit, headers[registrationHeader])
        if ("_tag" in asker) return replyProblem(visit, asker.problem)
        const options = {
          schema: Batch,
          bytesAtMost: batchBytesAtMost,
          requestId: visit.requestId,
          exact: true
        }
        return Effect.matchEffect(readJsonBody(incoming, options), {
          onFailure: (problem) => replyProblem(visit, problem),
          onSuccess: ({ references }) => {
            const results = batchResults({ ...asker, references }, transactions, limits)
            const inLines = wantsLines(headers.accept)
            const text = inLines ? asLines(results) : asObject(results)
            return Effect.succeed(
              HttpServerResponse.stream(Stream.encodeText(text), {
                contentType: inLines ? "application/x-ndjson" : "application/json"
              })
            )
          }
        })
      })
      .handleRaw("events", ({ headers, params, query, request }) => {
        const visit = visitOf(incomingOf(request))
        const asker = askerOf(visit, headers[registrationHeader])
        if ("_tag" in asker) return replyProblem(visit, asker.problem)
        const answer = events.begin({
          ...asker,
          referenceId: params.reference,
          until: query.until ?? "final",
          lastEventId: headers["last-event-id"]
        })
        return answer === undefined ? untilClosed(visit) : reply(visit, answer)
      })
  })
)
