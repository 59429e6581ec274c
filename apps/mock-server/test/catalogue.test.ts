import { BillPaymentStatus } from "@bill-payment-status/core"
import { layerTransport } from "@bill-payment-status/core/node"
import { scenarios, wireQuirks } from "@bill-payment-status/core/testing"
import { assert, it } from "@effect/vitest"
import { Duration, Effect, Layer, Result, Stream } from "effect"
import { type FaultName, faultNames } from "../src/Engine/Fault.ts"
import { layerMockServer, MockServer } from "../src/index.ts"
import { layerProvider } from "./layerProvider.ts"

/** What a paid answer with each fault is read as. */
const faulty: { readonly [Name in FaultName]: string } = {
  slow: "Paid",
  hang: "ProviderTimeout",
  drip: "Paid",
  reset: "ProviderUnreachable",
  "reset-in-body": "ProviderUnreachable",
  truncated: "ProviderUnreachable",
  "wrong-length": "ProviderUnreachable",
  html: "UndecodableAnswer",
  busy: "ProviderUnavailable",
  unavailable: "ProviderUnavailable",
  redirect: "UndecodableAnswer",
  gzip: "Paid",
  huge: "UndecodableAnswer",
  "other-reference": "MismatchedReference"
}

const expected = new Map<string, string>([
  ...scenarios.map(({ example, outcomes }) => [example, outcomes[0]] as const),
  ...faultNames.map((name) => [`fault-${name}`, faulty[name]] as const),
  ...wireQuirks.map(
    ({ name, readable }) => [`quirk-${name}`, readable ? "Refunded" : "UndecodableAnswer"] as const
  )
])

/** Live with its default settings, against the mock server. */
const layerLive = BillPaymentStatus.layerNoDeps.pipe(
  Layer.provide(layerProvider),
  Layer.provide(layerTransport),
  Layer.provideMerge(layerMockServer())
)

/** The default deadline, and some time to spare. */
const timeout = 45_000

it.live(
  "the live layer with its default settings reads every scenario, fault and quirk",
  () =>
    Effect.gen(function* () {
      const { put } = yield* MockServer
      for (const fault of faultNames) put(`fault-${fault}`, { state: "paid", faults: [{ fault }] })
      for (const { name } of wireQuirks) put(`quirk-${name}`, { state: "refunded", quirks: [name] })
      const { inspectMany } = yield* BillPaymentStatus
      const inquiries = Stream.fromIterable(expected.keys()).pipe(
        Stream.map((referenceId) => ({ referenceId }))
      )
      const results = yield* Stream.runCollect(inspectMany(inquiries, { concurrency: 100 }))
      const seen = results.map(
        ({ referenceId, result }) =>
          [
            referenceId,
            Result.match(result, {
              onFailure: ({ _tag }) => _tag,
              onSuccess: ({ verdict }) => verdict
            })
          ] as const
      )
      assert.deepStrictEqual(Object.fromEntries(seen), Object.fromEntries(expected))
    }).pipe(Effect.provide(layerLive)),
  timeout
)

it.live("a refund that takes three days is tracked to its end by moving the clock", () =>
  Effect.gen(function* () {
    const { advance, put } = yield* MockServer
    put("INV-1", {
      states: [
        { state: "pending" },
        { state: "refund-due", after: "1 minute" },
        { state: "refunded", after: "3 days" }
      ]
    })
    const { track } = yield* BillPaymentStatus
    const moves = { Pending: "2 minutes", RefundDue: "3 days" } as const
    const seen: Array<string> = []
    yield* track({ referenceId: "INV-1" }, { interval: Duration.millis(10) }).pipe(
      Stream.runForEach(({ status: { final, verdict } }) =>
        Effect.sync(() => {
          seen.push(final ? `${verdict}, final` : verdict)
          if (verdict === "Pending" || verdict === "RefundDue") advance(moves[verdict])
        })
      )
    )
    assert.deepStrictEqual(seen, ["Pending", "RefundDue", "Refunded, final"])
  }).pipe(Effect.provide(layerLive))
)
