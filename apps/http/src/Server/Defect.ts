/** A fault of the gateway's own: the caller is told that there is one, the log where. */
import { InternalErrorProblem } from "@bill-payment-status/http-api"
import { Cause, Effect } from "effect"
import { HttpServerRequest, type HttpServerResponse } from "effect/http"
import { type Answer, problemAnswer } from "./Answer.ts"
import { reply, visitBehind } from "./Exchange.ts"
import type { Visit } from "./Visit.ts"

/** No internals. */
export const internalError = ({ requestId }: Visit): Answer =>
  problemAnswer(
    new InternalErrorProblem({ detail: "The gateway could not finish this request.", requestId })
  )

/** The class and the lines of the program; its message may hold what was asked. */
const placeOf = (
  defect: unknown
): { readonly error: string; readonly at: ReadonlyArray<string> } => {
  if (!(defect instanceof Error)) return { error: typeof defect, at: [] }
  const frames = (defect.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line))
  return { error: defect.name, at: frames.slice(0, 12).map((frame) => frame.trim()) }
}

export const logDefect = (
  { requestId, route = "none" }: Visit,
  cause: Cause.Cause<unknown>
): Effect.Effect<void> =>
  Effect.logError("A request failed through a fault of the gateway", {
    requestId,
    route,
    ...placeOf(Cause.squash(cause))
  })

/** Answers and logs a fault behind the router. */
export const answerDefect = <E>(
  cause: Cause.Cause<E>
): Effect.Effect<HttpServerResponse.HttpServerResponse, E, HttpServerRequest.HttpServerRequest> =>
  Cause.hasInterruptsOnly(cause)
    ? Effect.failCause(cause)
    : Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) => {
        const visit = visitBehind(request)
        return Effect.andThen(logDefect(visit, cause), reply(visit, internalError(visit)))
      })
