import { Api } from "@bill-payment-status/http-api"
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { MetricsText } from "./MetricsText.ts"

export const MetricsHandlers = HttpApiBuilder.group(
  Api,
  "metrics",
  Effect.fnUntraced(function* (handlers) {
    const text = yield* MetricsText
    return handlers.handleAll({ metrics: () => text })
  })
)
