import { assert, describe, it } from "@effect/vitest"
import { Clock, Context, Duration, Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import { Turns } from "../src/index.ts"
import { inspect, outcome, paid, scripted, under } from "./scripted.ts"

const Partner = Context.Reference<string>("test/Partner", { defaultValue: () => "nobody" })

/** Gives what `take` gives, and keeps a record. */
const recorded = (take: (latest: number) => Effect.Effect<boolean>) => {
  const record = { taken: 0, ended: 0, latest: new Array<number>(), partners: new Array<string>() }
  const turns: Turns = {
    take: (latest) =>
      Effect.gen(function* () {
        record.latest.push(latest)
        record.partners.push(yield* Partner)
        const taken = yield* take(latest)
        if (taken) record.taken += 1
        return taken
      }),
    end: () => {
      record.ended += 1
    }
  }
  return { record, layer: Layer.succeed(Turns, turns) }
}

const always = () => Effect.succeed(true)
const never = () => Effect.succeed(false)

describe("turns", () => {
  it.effect("are taken for each attempt and end with it", () => {
    const { asked, provider } = scripted("lost", paid)
    const { layer, record } = recorded(always)
    return Effect.gen(function* () {
      assert.strictEqual(yield* outcome(), "Paid")
      assert.strictEqual(asked.length, 2)
      assert.deepInclude(record, { taken: 2, ended: 2 })
    }).pipe(Effect.provide(Layer.provide(under(provider), layer)))
  })

  it.effect("are not taken for an answer that is given again", () => {
    const { provider } = scripted(paid)
    const { layer, record } = recorded(always)
    return Effect.gen(function* () {
      yield* inspect()
      yield* inspect()
      assert.strictEqual(record.taken, 1)
    }).pipe(Effect.provide(Layer.provide(under(provider), layer)))
  })

  it.effect("end once when an attempt takes too long", () => {
    const { provider } = scripted("hang")
    const { layer, record } = recorded(always)
    return Effect.gen(function* () {
      assert.strictEqual(yield* outcome(), "ProviderTimeout")
      assert.deepInclude(record, { taken: 1, ended: 1 })
    }).pipe(Effect.provide(Layer.provide(under(provider, { retries: 0 }), layer)))
  })

  it.effect("end once when nobody waits for the attempt any more", () => {
    const { interrupted, provider } = scripted("hang")
    const { layer, record } = recorded(always)
    return Effect.gen(function* () {
      const fiber = yield* Effect.forkChild(inspect())
      yield* TestClock.adjust("1 seconds")
      assert.deepInclude(record, { taken: 1, ended: 0 })
      yield* Fiber.interrupt(fiber)
      assert.strictEqual(interrupted(), 1)
      assert.deepInclude(record, { taken: 1, ended: 1 })
    }).pipe(Effect.provide(Layer.provide(under(provider), layer)))
  })

  it.effect("that are waited for are left when nobody waits any more, and never end", () => {
    const { asked, provider } = scripted(paid)
    let left = 0
    const { layer, record } = recorded(() =>
      Effect.onInterrupt(Effect.never, () =>
        Effect.sync(() => {
          left += 1
        })
      )
    )
    return Effect.gen(function* () {
      const fiber = yield* Effect.forkChild(inspect())
      yield* TestClock.adjust("1 seconds")
      yield* Fiber.interrupt(fiber)
      assert.strictEqual(left, 1)
      assert.strictEqual(asked.length, 0)
      assert.deepInclude(record, { taken: 0, ended: 0 })
    }).pipe(Effect.provide(Layer.provide(under(provider), layer)))
  })

  it.effect("leave an attempt time before the deadline", () => {
    const { provider } = scripted(paid)
    const { layer, record } = recorded(always)
    return Effect.gen(function* () {
      const now = yield* Clock.currentTimeMillis
      yield* inspect()
      assert.deepStrictEqual(record.latest, [now + 20_000])
    }).pipe(Effect.provide(Layer.provide(under(provider), layer)))
  })

  it.effect("not given, the question is not asked", () => {
    const { asked, provider } = scripted(paid)
    const { layer, record } = recorded(never)
    return Effect.gen(function* () {
      assert.strictEqual(yield* inspect(), "ProviderTimeout")
      assert.strictEqual(asked.length, 0)
      assert.deepInclude(record, { taken: 0, ended: 0 })
    }).pipe(Effect.provide(Layer.provide(under(provider), layer)))
  })

  it.effect("not given again, the first attempt's error stands", () => {
    const { asked, provider } = scripted("lost", paid)
    let given = 0
    const { layer } = recorded(() => Effect.sync(() => given++ === 0))
    return Effect.gen(function* () {
      assert.strictEqual(yield* outcome(), "ProviderUnreachable")
      assert.strictEqual(asked.length, 1)
    }).pipe(Effect.provide(Layer.provide(under(provider), layer)))
  })

  it.effect("are asked for in the name of whoever asked first", () => {
    const { provider } = scripted("hang")
    const { layer, record } = recorded(always)
    return Effect.gen(function* () {
      for (const partner of ["first", "second"])
        yield* Effect.forkChild(Effect.provideService(inspect(), Partner, partner))
      yield* TestClock.adjust("1 seconds")
      assert.deepStrictEqual(record.partners, ["first"])
    }).pipe(Effect.provide(Layer.provide(under(provider), layer)))
  })

  it.effect("take the place of the rate", () => {
    const { asked, provider } = scripted(paid)
    const { layer } = recorded(always)
    const rate = { limit: 1, window: Duration.minutes(10) }
    return Effect.gen(function* () {
      yield* inspect({ referenceId: "one" })
      yield* inspect({ referenceId: "another" })
      assert.strictEqual(asked.length, 2)
    }).pipe(Effect.provide(Layer.provide(under(provider, { rate }), layer)))
  })
})
