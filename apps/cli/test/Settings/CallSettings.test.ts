import { CallPolicy } from "@bill-payment-status/core"
import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, Duration, Effect } from "effect"
import { AskedAtATime, layerCallPolicy } from "../../src/Settings/CallSettings.ts"

const inForce = (env: { readonly [name: string]: string }) =>
  Effect.gen(function* () {
    const { attemptTimeout, deadline, rate } = yield* CallPolicy
    return {
      asked: yield* AskedAtATime,
      timeout: Duration.toSeconds(attemptTimeout),
      deadline: Duration.toSeconds(deadline),
      rate
    }
  }).pipe(
    Effect.provide(layerCallPolicy),
    Effect.provideService(
      ConfigProvider.ConfigProvider,
      ConfigProvider.fromEnv({
        env: Object.fromEntries(
          Object.entries(env).map(([name, value]) => [`BILL_STATUS_${name}`, value])
        )
      })
    )
  )

describe("how AOPay is asked", () => {
  it.effect("is the core's own where nothing is set", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* inForce({}), {
        asked: 8,
        timeout: 10,
        deadline: 30,
        rate: undefined
      })
    })
  )

  it.effect.each([
    ["50/s", 1000, 500, 30 + 500 / 50 + 10],
    ["50", 8, 8, 30 + 8 / 50 + 10],
    ["20/min", 1000, 3, 30 + 3 * 3 + 10],
    ["10/min", 1000, 1, 30 + 6 + 10],
    ["1/h", 8, 1, 30 + 3600 + 10]
  ] as const)(
    "at %s with %i at a time asks %i, and a question has %d seconds with its turn",
    ([rate, concurrency, asked, deadline]) =>
      Effect.gen(function* () {
        const found = yield* inForce({ RATE: rate, CONCURRENCY: String(concurrency) })
        assert.strictEqual(found.asked, asked)
        assert.approximately(found.deadline, deadline, 0.001)
      })
  )

  it.effect.each([
    ["50/s", 5, 100],
    ["7", 1, 1000 / 7],
    ["600/min", 1, 100],
    ["1000/h", 1, 3600]
  ] as const)("%s is %i in %d ms", ([rate, limit, window]) =>
    Effect.gen(function* () {
      const found = (yield* inForce({ RATE: rate })).rate
      assert.strictEqual(found?.limit, limit)
      assert.approximately(Duration.toMillis(found?.window ?? Duration.zero), window, 0.001)
    })
  )
})
