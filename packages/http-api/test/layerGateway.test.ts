import { assert, describe, it } from "@effect/vitest"
import { BillPaymentStatus, paymentStatusToJson } from "@bill-payment-status/core"
import { samplePaymentStatus } from "@bill-payment-status/core/testing"
import { Effect, Fiber, Layer } from "effect"
import { FetchHttpClient } from "effect/http"
import { TestClock } from "effect/testing"
import { layerGateway } from "../src/index.ts"

const sample = samplePaymentStatus("Paid")

const asking = (answer: () => Promise<Response>) =>
  Effect.flatMap(BillPaymentStatus, (statuses) =>
    statuses.inspect({ referenceId: sample.referenceId })
  ).pipe(
    Effect.provide(
      layerGateway({ baseUrl: "http://gateway.test" }).pipe(Layer.provide(FetchHttpClient.layer))
    ),
    Effect.provideService(FetchHttpClient.Fetch, answer)
  )

const said = paymentStatusToJson(sample)

describe("layerGateway", () => {
  it.effect("gives what the gateway said", () =>
    Effect.gen(function* () {
      const status = yield* asking(async () => Response.json(said))
      assert.deepStrictEqual(paymentStatusToJson(status), said)
    })
  )

  it.effect("never answers about another reference", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(
        asking(async () => Response.json({ ...said, referenceId: "another" }))
      )
      assert.strictEqual(error._tag, "MismatchedReference")
    })
  )

  it.effect("does not wait for ever", () =>
    Effect.gen(function* () {
      const never = Promise.withResolvers<Response>()
      const fiber = yield* Effect.forkChild(Effect.flip(asking(() => never.promise)))
      yield* TestClock.adjust("1 minute")
      assert.strictEqual((yield* Fiber.join(fiber))._tag, "ProviderTimeout")
    })
  )
})
