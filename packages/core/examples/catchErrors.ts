import { BillPaymentStatus } from "@bill-payment-status/core"
import { layerStub } from "@bill-payment-status/core/testing"
import { Console, Effect } from "effect"

const program = Effect.gen(function* () {
  const { check } = yield* BillPaymentStatus
  return yield* check({ referenceId: "code-7-1" })
}).pipe(
  Effect.flatMap(({ why }) => Console.log(why)),
  Effect.catchIf(
    ({ retry }) => retry === "never",
    ({ _tag, advice }) => Console.error(`${_tag}. ${advice}`)
  )
)
await Effect.runPromise(program.pipe(Effect.provide(layerStub)))
