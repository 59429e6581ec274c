import { BillPaymentStatus } from "@bill-payment-status/core"
import { layerStub } from "@bill-payment-status/core/testing"
import { Console, Effect } from "effect"

const program = Effect.gen(function* () {
  const { inspect } = yield* BillPaymentStatus
  const { refundSafe, verdict } = yield* inspect({ referenceId: "refund-due-1" })
  yield* Console.log(`${verdict}: ${refundSafe ? "refund the customer" : "do not refund"}`)
})
await Effect.runPromise(program.pipe(Effect.provide(layerStub)))
