import { BillPaymentStatus } from "@bill-payment-status/core"
import { layerTransport } from "@bill-payment-status/core/node"
import { Console, Effect, Layer } from "effect"

const program = Effect.gen(function* () {
  const { check } = yield* BillPaymentStatus
  const { verdict } = yield* check({ referenceId: "123456" })
  yield* Console.log(`${verdict}: the payment stands`)
}).pipe(
  Effect.catchTag("TransactionRefunded", ({ message }) => Console.log(message)),
  Effect.catchTag("InvalidSignature", ({ advice }) => Console.error(advice))
)

const live = BillPaymentStatus.layer.pipe(Layer.provide(layerTransport))
await Effect.runPromise(program.pipe(Effect.provide(live)))
