import { BillPaymentStatus } from "@bill-payment-status/core"
import { layerStub } from "@bill-payment-status/core/testing"
import { Console, Effect } from "effect"
import { PrometheusMetrics } from "effect/observability"

const program = Effect.gen(function* () {
  yield* (yield* BillPaymentStatus).inspect({ referenceId: "paid-1" })
  yield* Console.log(yield* PrometheusMetrics.format())
})
await Effect.runPromise(program.pipe(Effect.provide(layerStub)))
