/** `/_mock`: what a test or a person asks the mock server itself. */
import { scenarios } from "@bill-payment-status/core/testing"
import { HttpRouter, HttpServerResponse } from "effect/http"

const catalogue = scenarios.map(({ example, name, outcomes, summary }) => ({
  name,
  example,
  outcomes,
  summary
}))

export const ControlRoutes = HttpRouter.add(
  "GET",
  "/_mock/scenarios",
  HttpServerResponse.jsonUnsafe({ scenarios: catalogue })
)
