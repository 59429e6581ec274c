/** What `/metrics` says: this process's metrics, unless it is one of several. */
import { Context, type Effect } from "effect"
import { PrometheusMetrics } from "effect/observability"

export const MetricsText = Context.Reference<Effect.Effect<string>>(
  "@bill-payment-status/http/Operations/MetricsText",
  { defaultValue: () => PrometheusMetrics.format() }
)
