/** Whatever no route answers is a problem too. */
import { Effect } from "effect"
import { HttpRouter, ProblemDetails } from "effect/http"

export const UnmatchedRoute = HttpRouter.add("*", "/*", (request) =>
  Effect.succeed(
    ProblemDetails.toResponse({
      type: ProblemDetails.blankType,
      title: "No such route",
      status: 404,
      detail: `The gateway has no ${request.method} ${request.url}; see /openapi.json.`
    })
  )
)
