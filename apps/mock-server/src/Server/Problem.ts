/** Problems (RFC 9457) that the mock server answers with where no route of the control API does. */
import type { ServerResponse } from "node:http"
import { ProblemDetails } from "effect/http"

/** A problem without a type of its own. */
export interface Problem {
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly [extra: string]: unknown
}

/** Answers with a problem. */
export const answerProblem = (response: ServerResponse, problem: Problem): void => {
  response
    .writeHead(problem.status, { "content-type": "application/problem+json" })
    .end(JSON.stringify({ type: ProblemDetails.blankType, ...problem }))
}
