import { Api } from "@bill-payment-status/http-api"
import { HttpApiBuilder } from "effect/http-api"
import { PrometheusMetrics } from "effect/observability"

export const MetricsHandlers = HttpApiBuilder.group(Api, "metrics", (handlers) =>
  handlers.handleAll({ metrics: () => PrometheusMetrics.format() })
)
