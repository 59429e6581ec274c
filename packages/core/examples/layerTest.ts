import { BillPaymentStatus } from "@bill-payment-status/core"
import { layerTest, recordBody, Reply, ScriptedProvider } from "@bill-payment-status/core/testing"
import { Console, DateTime, Effect } from "effect"

// What you would test: asks again once when the payment is not on record yet.
const askTwice = Effect.gen(function* () {
  const { inspect } = yield* BillPaymentStatus
  return yield* Effect.retry(inspect({ referenceId: "INV-1" }), { times: 1 })
})

const paid = { status: "1", refunded: false, message: "" }
const layer = layerTest({
  "INV-1": [
    Reply.json(200, '{"response_code":2,"message":"not yet"}'),
    Reply.json(200, recordBody("INV-1", paid, DateTime.makeUnsafe("2026-01-15T05:00:00Z")))
  ]
})

const test = Effect.gen(function* () {
  const { verdict } = yield* askTwice
  const asked = yield* (yield* ScriptedProvider).asked
  yield* Console.log(`${verdict} after ${asked.length} questions`)
})
await Effect.runPromise(test.pipe(Effect.provide(layer)))
