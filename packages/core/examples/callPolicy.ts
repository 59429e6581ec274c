import { BillPaymentStatus, CallPolicy } from "@bill-payment-status/core"
import { layerTransport } from "@bill-payment-status/core/node"
import { Console, Duration, Effect, Layer } from "effect"

const impatient = CallPolicy.layer({
  attemptTimeout: Duration.seconds(2),
  deadline: Duration.seconds(5),
  rate: { limit: 20, window: Duration.seconds(1) }
})
const live = BillPaymentStatus.layer.pipe(Layer.provide([layerTransport, impatient]))

const program = Effect.gen(function* () {
  const { verdict } = yield* (yield* BillPaymentStatus).inspect({ referenceId: "paid-1" })
  yield* Console.log(verdict)
})
await Effect.runPromise(program.pipe(Effect.provide(live)))
