import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Fiber, Layer } from "effect"
import { RateLimiter } from "effect/persistence"
import { TestClock } from "effect/testing"
import { KeyLimits } from "../../src/Admission/KeyLimits.ts"
import { anyone, type Partner } from "../../src/Admission/Partner.ts"

const partner = (more: Partial<Partner>): Partner => ({ ...anyone(undefined), ...more })

const layer = Layer.effect(RateLimiter.RateLimiter, RateLimiter.make).pipe(
  Layer.provide(RateLimiter.layerStoreMemory)
)

const withLimits = <A, E>(use: (limits: KeyLimits) => Effect.Effect<A, E>) =>
  Effect.gen(function* () {
    const limiter = yield* RateLimiter.RateLimiter
    return yield* use(new KeyLimits(limiter, yield* Effect.context()))
  }).pipe(Effect.provide(layer))

const rate = { limit: 2, window: Duration.seconds(10) }

describe("what a key may ask", () => {
  it.effect("is its rate, told with each request, and again after a while", () =>
    withLimits((limits) =>
      Effect.gen(function* () {
        const [one, other] = [partner({ id: "one", rate }), partner({ id: "other", rate })]
        assert.strictEqual(limits.take(one).headers[3], '"key";r=1;t=5')
        assert.isUndefined(limits.take(one).retryAfter)
        const refused = limits.take(one)
        assert.strictEqual(refused.retryAfter, 5)
        assert.deepStrictEqual(refused.headers.slice(0, 3), [
          "ratelimit-policy",
          '"key";q=2;w=10',
          "ratelimit"
        ])
        assert.isUndefined(limits.take(other).retryAfter)
        yield* TestClock.adjust("5 seconds")
        assert.isUndefined(limits.take(one).retryAfter)
        assert.strictEqual(limits.take(one).retryAfter, 5)
      })
    )
  )

  it.effect("paces a batch at its rate", () =>
    withLimits((limits) =>
      Effect.gen(function* () {
        const one = partner({ id: "one", rate })
        let asked = 0
        const batch = yield* Effect.forkChild(
          Effect.forEach([1, 2, 3, 4], () =>
            Effect.andThen(
              limits.pace(one),
              Effect.sync(() => (asked += 1))
            )
          )
        )
        const askedAfter = (time: Duration.Input) => Effect.map(TestClock.adjust(time), () => asked)
        assert.strictEqual(yield* askedAfter("1 second"), 2)
        assert.strictEqual(yield* askedAfter("5 seconds"), 3)
        assert.strictEqual(yield* askedAfter("5 seconds"), 4)
        yield* Fiber.join(batch)
      })
    )
  )

  it.effect("is so many at a time, each of which ends once", () =>
    withLimits((limits) =>
      Effect.sync(() => {
        const one = partner({ id: "one", concurrency: 2 })
        const [first, second] = [limits.begin(one), limits.begin(one)]
        assert.isUndefined(limits.begin(one))
        assert.isDefined(limits.begin(partner({ id: "other", concurrency: 1 })))
        first?.()
        assert.isDefined(limits.begin(one))
        assert.isUndefined(limits.begin(one))
        second?.()
        assert.isDefined(limits.begin(one))
      })
    )
  )

  it.effect("is anything without limits", () =>
    withLimits((limits) =>
      Effect.gen(function* () {
        assert.deepStrictEqual(limits.take(anyone(undefined)), {
          headers: [],
          retryAfter: undefined
        })
        yield* limits.pace(anyone(undefined))
        assert.isDefined(limits.begin(anyone(undefined)))
      })
    )
  )
})
