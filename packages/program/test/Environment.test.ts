import { assert, describe, it } from "@effect/vitest"
import { BillPaymentStatus } from "@bill-payment-status/core"
import { ConfigProvider, Effect } from "effect"
import { layerBillPaymentStatus } from "../src/index.ts"

const inspect = (env: { readonly [name: string]: string }) =>
  Effect.gen(function* () {
    return yield* (yield* BillPaymentStatus).inspect({ referenceId: "paid-1" })
  }).pipe(
    Effect.provide(layerBillPaymentStatus),
    Effect.provideService(
      ConfigProvider.ConfigProvider,
      ConfigProvider.fromEnv({ env: { ...env } })
    )
  )

describe("BILL_STATUS_LAYER", () => {
  it.effect("stub answers from the scenario catalogue", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* inspect({ BILL_STATUS_LAYER: "stub" })).verdict, "Paid")
    })
  )

  it.effect("live is the default and needs a registration", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(inspect({}))
      assert.strictEqual(error._tag, "InvalidSetting")
      assert.propertyVal(error, "setting", "AOPAY_REGISTRATION_ID")
    })
  )

  it.effect("anything else is named", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(inspect({ BILL_STATUS_LAYER: "production" }))
      assert.propertyVal(error, "setting", "BILL_STATUS_LAYER")
    })
  )
})
