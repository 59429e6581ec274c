import { assert, describe, it } from "@effect/vitest"
import { samplePaymentStatus } from "@bill-payment-status/core/testing"
import { Duration, Effect, Fiber, Stream } from "effect"
import { RateLimiter } from "effect/persistence"
import { TestClock } from "effect/testing"
import { KeyLimits } from "../../src/Admission/KeyLimits.ts"
import { anyone } from "../../src/Admission/Partner.ts"
import { asLines, asObject, batchResults } from "../../src/Transactions/BatchStream.ts"
import { Told } from "../../src/Transactions/Told.ts"

const told = new Told(samplePaymentStatus("Pending"))

const transactions = {
  ask: () => Effect.succeed(told),
  remembered: () => undefined,
  answer: () => ({ status: 200, headers: [], body: told.body })
}

/** What has come of a batch until now. */
const collecting = (text: Stream.Stream<string>) =>
  Effect.gen(function* () {
    const pieces: Array<string> = []
    const fiber = yield* Effect.forkChild(
      Effect.exit(Stream.runForEach(text, (piece) => Effect.sync(() => pieces.push(piece))))
    )
    return { pieces, fiber }
  })

const limitsOf = Effect.gen(function* () {
  return new KeyLimits(yield* RateLimiter.make, yield* Effect.context())
}).pipe(Effect.provide(RateLimiter.layerStoreMemory))

describe("a batch", () => {
  it.effect("says something every 15 seconds while it waits, and stays one JSON object", () =>
    Effect.gen(function* () {
      const slow = Stream.fromIterable(["1", "2"]).pipe(
        Stream.mapEffect((text) => Effect.delay(Effect.succeed(text), "40 seconds"))
      )
      const { fiber, pieces } = yield* collecting(asObject(slow))
      yield* TestClock.adjust("35 seconds")
      assert.deepStrictEqual(pieces, ['{"results":[', "\n", "\n"])
      yield* TestClock.adjust("2 minutes")
      yield* Fiber.join(fiber)
      assert.deepStrictEqual(JSON.parse(pieces.join("")), { results: [1, 2] })
      assert.strictEqual(pieces.at(-1), "]}")
    })
  )

  it.effect("breaks off when its key is in force no more", () =>
    Effect.gen(function* () {
      let isInForce = true
      const partner = {
        ...anyone(undefined),
        isInForce: () => isInForce,
        rate: { limit: 1, window: Duration.seconds(10) }
      }
      const references = ["a", "b", "c", "d", "e", "f"]
      const question = { partner, registrationId: undefined, references }
      const { fiber, pieces } = yield* collecting(
        asLines(batchResults(question, transactions, yield* limitsOf))
      )
      const results = () => pieces.filter((piece) => piece !== "\n").length
      yield* TestClock.adjust("1 second")
      yield* TestClock.adjust("12 seconds")
      yield* TestClock.adjust("1 second")
      assert.strictEqual(results(), 2)
      isInForce = false
      yield* TestClock.adjust("2 minutes")
      assert.strictEqual((yield* Fiber.join(fiber))._tag, "Failure")
      assert.strictEqual(results(), 2)
    })
  )
})
