import { BillPaymentStatus } from "@bill-payment-status/core"
import { layerStub } from "@bill-payment-status/core/testing"
import { Console, Effect, Result, Stream } from "effect"

const references = Stream.make("paid-1", "code-7-1", "pending-1")

const program = Effect.gen(function* () {
  const { inspectMany } = yield* BillPaymentStatus
  yield* inspectMany(
    Stream.map(references, (referenceId) => ({ referenceId })),
    { concurrency: 4 }
  ).pipe(
    Stream.runForEach(({ referenceId, result }) =>
      Console.log(
        referenceId,
        Result.match(result, {
          onSuccess: ({ verdict }) => verdict,
          onFailure: ({ _tag }) => _tag
        })
      )
    )
  )
})
await Effect.runPromise(program.pipe(Effect.provide(layerStub)))
