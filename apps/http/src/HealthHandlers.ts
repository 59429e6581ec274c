import { Api } from "@bill-payment-status/http-api"
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"

export const HealthHandlers = HttpApiBuilder.group(Api, "health", (handlers) =>
  handlers.handleAll({ live: () => Effect.succeed({ status: "ok" as const }) })
)
