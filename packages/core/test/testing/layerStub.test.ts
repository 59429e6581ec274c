import { assert, describe, it } from "@effect/vitest"
import { DateTime, Effect } from "effect"
import { TestClock } from "effect/testing"
import { BillPaymentStatus, type Inquiry } from "../../src/index.ts"
import { layerStub, ScenarioPlayer, scenarioFor, scenarios } from "../../src/testing.ts"

const told = (inquiry: Inquiry) =>
  Effect.gen(function* () {
    return yield* (yield* BillPaymentStatus).inspect(inquiry)
  }).pipe(
    Effect.match({ onFailure: ({ _tag }) => _tag, onSuccess: ({ verdict }) => verdict as string })
  )

describe("the stub layer", () => {
  it.effect.each(scenarios)("tells the story of $name", ({ example, outcomes }) =>
    Effect.gen(function* () {
      assert.strictEqual(yield* told({ referenceId: example }), outcomes[0])
    }).pipe(Effect.provide(layerStub))
  )

  it.effect.each([
    ["pending-then-paid-1", "59 seconds", "1 second", "Paid"],
    ["pending-then-refunded-1", "599 seconds", "1 second", "Refunded"]
  ] as const)("%s changes with time", ([referenceId, almost, last, verdict]) =>
    Effect.gen(function* () {
      yield* TestClock.setTime(DateTime.toEpochMillis(DateTime.makeUnsafe("2026-03-01T00:00:00Z")))
      assert.strictEqual(yield* told({ referenceId }), "Pending")
      yield* TestClock.adjust(almost)
      assert.strictEqual(yield* told({ referenceId }), "Pending")
      yield* TestClock.adjust(last)
      assert.strictEqual(yield* told({ referenceId }), verdict)
    }).pipe(Effect.provide(layerStub))
  )

  it.effect("knows the page's registration only", () =>
    Effect.gen(function* () {
      const stranger = { referenceId: "paid-1", registrationId: "AOP-555" }
      assert.strictEqual(yield* told(stranger), "InvalidSignature")
    }).pipe(Effect.provide(layerStub))
  )

  it.effect("remembers when each of many references was first asked about", () =>
    Effect.gen(function* () {
      const player = yield* ScenarioPlayer
      const play = (referenceid: string) => player.play({ referenceid, RegistrationID: "AOP-554" })
      yield* Effect.forEach(Array.from({ length: 100_001 }), (_, index) => play(`paid-${index}`), {
        discard: true
      })
      assert.strictEqual((yield* play("paid-1"))._tag, "Answer")
    }).pipe(Effect.provide(ScenarioPlayer.layer))
  )

  it("the longest name that fits is played; what nobody described is not found", () => {
    assert.strictEqual(scenarioFor("pending-then-paid-9").name, "pending-then-paid")
    assert.strictEqual(scenarioFor("pending-9").name, "pending")
    assert.strictEqual(scenarioFor("paid").name, "not-found")
    assert.strictEqual(scenarioFor("1234567").name, "not-found")
  })
})
