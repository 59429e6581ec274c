/** Whatever no route answers: says what was asked and what exists. */
import { inquiryPath } from "@bill-payment-status/core"
import { Effect } from "effect"
import { HttpRouter, ProblemDetails } from "effect/http"

const routes = [`POST ${inquiryPath}`, "GET /_mock/scenarios"]

export const UnmatchedRoute = HttpRouter.add("*", "/*", (request) =>
  Effect.succeed(
    ProblemDetails.toResponse({
      type: ProblemDetails.blankType,
      title: "No such route",
      status: 404,
      detail: `This mock server has no ${request.method} ${request.url}.`,
      routes
    })
  )
)
