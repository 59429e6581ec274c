import { assert, describe, it } from "@effect/vitest"
import { Effect, Result, Schema } from "effect"
import {
  BillPaymentStatus,
  paymentStatusFromJson,
  paymentStatusToJson,
  Verdict
} from "../src/index.ts"
import { layerStub, scenarios } from "../src/testing.ts"

const verdicts = scenarios.filter(({ outcomes: [outcome] }) => Schema.is(Verdict)(outcome))

describe("paymentStatusFromJson", () => {
  it.effect.each(verdicts.map(({ example }) => example))(
    "reads what was written: %s",
    (referenceId) =>
      Effect.gen(function* () {
        const statuses = yield* BillPaymentStatus
        const written = paymentStatusToJson(yield* statuses.inspect({ referenceId }))
        const read = Result.getOrThrow(paymentStatusFromJson(written))
        assert.deepStrictEqual(paymentStatusToJson(read), written)
      }).pipe(Effect.provide(layerStub))
  )

  it.effect("refuses an amount that is none", () =>
    Effect.gen(function* () {
      const statuses = yield* BillPaymentStatus
      const written = paymentStatusToJson(yield* statuses.inspect({ referenceId: "paid-1" }))
      const transaction = { ...written.transaction, amount: "1e3" }
      const read = paymentStatusFromJson({ ...written, transaction })
      assert.deepStrictEqual(read, Result.fail("It has an amount that cannot be read."))
    }).pipe(Effect.provide(layerStub))
  )
})
