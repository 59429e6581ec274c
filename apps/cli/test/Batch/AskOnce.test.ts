import { assert, describe, it } from "@effect/vitest"
import { BillPaymentStatus, CircuitOpen, ReferenceId } from "@bill-payment-status/core"
import { samplePaymentStatus } from "@bill-payment-status/core/testing"
import { Effect, Fiber, Layer, Stream } from "effect"
import { TestClock } from "effect/testing"
import { answersInMemory } from "../../src/Batch/Answers.ts"
import { askOnce } from "../../src/Batch/AskOnce.ts"
import { outcomeOf } from "../../src/Answer.ts"

const open = new CircuitOpen({
  referenceId: ReferenceId.make("1"),
  message: "AOPay has been failing.",
  retryAfter: null
})

/** AOPay is not asked so many times, then it is back. */
const failing = (times: number) => {
  let left = times
  return Layer.mock(BillPaymentStatus, {
    inspect: ({ referenceId }) =>
      Effect.suspend(() => {
        left -= 1
        return left >= 0
          ? Effect.fail(open)
          : Effect.succeed(samplePaymentStatus("Paid", referenceId))
      })
  })
}

const ask = (references: ReadonlyArray<string>) =>
  Stream.fromIterable(references).pipe(
    Stream.mapEffect(askOnce(answersInMemory(), { unmasked: false }), { concurrency: 4 }),
    Stream.runCollect,
    Effect.map((lines) => lines.map(({ answer, origin }) => [outcomeOf(answer), origin] as const))
  )

describe("many questions", () => {
  it.effect("wait while AOPay is failing rather than run through unasked", () =>
    Effect.gen(function* () {
      const asking = yield* Effect.forkChild(ask(["1", "2", "1"]))
      yield* TestClock.adjust("20 seconds")
      assert.deepStrictEqual(yield* Fiber.join(asking), [
        ["Paid", "asked"],
        ["Paid", "asked"],
        ["Paid", "repeated"]
      ])
    }).pipe(Effect.provide(failing(20)))
  )

  it.effect("wait no longer than the deadline", () =>
    Effect.gen(function* () {
      const asking = yield* Effect.forkChild(ask(["1", "1"]))
      yield* TestClock.adjust("40 seconds")
      assert.deepStrictEqual(yield* Fiber.join(asking), [
        ["CircuitOpen", "asked"],
        ["CircuitOpen", "repeated"]
      ])
    }).pipe(Effect.provide(failing(Number.POSITIVE_INFINITY)))
  )
})
