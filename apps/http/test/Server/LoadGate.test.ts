import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { Traffic } from "../../src/Operations/Traffic.ts"
import { LoadGate } from "../../src/Server/LoadGate.ts"

const layer = Layer.provideMerge(
  LoadGate.layer({ requestsAtMost: 2, streamsAtMost: 1 }),
  Traffic.layer
)

/** Keeps the event loop from everything else. */
const block = (millis: number) =>
  Effect.sync(() => {
    const until = performance.now() + millis
    while (performance.now() < until);
  })

describe("the load gate", () => {
  it.live("is full of requests only when more than the limit are in flight, streams aside", () =>
    Effect.gen(function* () {
      const gate = yield* LoadGate
      const traffic = yield* Traffic
      traffic.inFlight = 2
      assert.isFalse(gate.isFull())
      traffic.inFlight = 3
      assert.isTrue(gate.isFull())
      gate.streamBegins()
      assert.isFalse(gate.isFull())
      assert.isTrue(gate.isFullOfStreams())
      gate.streamEnds()
      assert.isFalse(gate.isFullOfStreams())
      assert.isTrue(gate.isFull())
    }).pipe(Effect.provide(layer))
  )

  it.live("does not take one pause for load, but a loop that stays late", () =>
    Effect.gen(function* () {
      const gate = yield* LoadGate
      yield* Effect.sleep("110 millis")
      yield* block(400)
      // The timer of the gate is due before this one.
      yield* Effect.sleep("1 millis")
      assert.isFalse(gate.isFull())
      yield* block(400)
      yield* Effect.sleep("1 millis")
      assert.isTrue(gate.isFull())
      yield* Effect.sleep("500 millis")
      assert.isFalse(gate.isFull())
    }).pipe(Effect.provide(layer))
  )
})
