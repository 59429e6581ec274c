import { BillPaymentStatus } from "@bill-payment-status/core"
import { layerStub } from "@bill-payment-status/core/testing"
import { Console, Duration, Effect, Stream } from "effect"

const program = Effect.gen(function* () {
  const { track } = yield* BillPaymentStatus
  yield* track({ referenceId: "refunded-1" }, { giveUpAfter: Duration.days(3) }).pipe(
    Stream.runForEach(({ previous, status }) =>
      Console.log(`${previous ?? "first"} -> ${status.verdict}, final: ${status.final}`)
    ),
    Effect.catchTag("GaveUpWaiting", ({ last }) => Console.error("still", last?.verdict))
  )
})
await Effect.runPromise(program.pipe(Effect.provide(layerStub)))
