import { BillPaymentStatus } from "@bill-payment-status/core"
import { layerTransport } from "@bill-payment-status/core/node"
import { Console, Effect, Layer } from "effect"

const program = Effect.gen(function* () {
  const { why } = yield* (yield* BillPaymentStatus).check({ referenceId: "123456" })
  yield* Console.log(why)
}).pipe(
  Effect.catchTags({
    TransactionRefunded: ({ status }) => Console.log(status.why),
    InvalidSignature: ({ advice }) => Console.error(advice)
  }),
  Effect.provide(BillPaymentStatus.layer.pipe(Layer.provide(layerTransport)))
)
await Effect.runPromise(program)
