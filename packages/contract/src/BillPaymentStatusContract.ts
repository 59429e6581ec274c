/** What everything that claims to be `BillPaymentStatus` does, over the whole scenario catalogue. */
import { BillPaymentStatus, type PaymentStatus } from "@bill-payment-status/core"
import { scenarios } from "@bill-payment-status/core/testing"
import { assert, layer } from "@effect/vitest"
import { Effect, type Layer, Result, Stream } from "effect"

const outcomeOf = (result: Result.Result<PaymentStatus, { readonly _tag: string }>): string =>
  Result.match(result, { onSuccess: ({ verdict }) => verdict, onFailure: ({ _tag }) => _tag })

/** What `check` makes of what `inspect` says: only a payment that stands is a success. */
const checkedOutcomes: { readonly [inspected: string]: string } = {
  Refunded: "TransactionRefunded",
  RefundDue: "TransactionRefundDue",
  Conflict: "TransactionConflict"
}

/** One scenario never answers: the implementation must time out before this. */
const slowest = 30_000

/**
 * Registers the suite with vitest. The implementation must answer from the scenario catalogue: the
 * stub layer, or anything that asks the mock server.
 */
export const billPaymentStatusContract = <E>(
  name: string,
  implementation: Layer.Layer<BillPaymentStatus, E>
): void =>
  layer(implementation, { excludeTestServices: true })(
    `BillPaymentStatus contract: ${name}`,
    (it) => {
      for (const { example, outcomes } of scenarios) {
        it.effect(
          `${example} is ${outcomes[0]}`,
          () =>
            Effect.gen(function* () {
              const statuses = yield* BillPaymentStatus
              const inquiry = { referenceId: example }
              const [inspected, checked] = yield* Effect.all(
                [Effect.result(statuses.inspect(inquiry)), Effect.result(statuses.check(inquiry))],
                { concurrency: 2 }
              )
              assert.strictEqual(outcomeOf(inspected), outcomes[0])
              assert.strictEqual(outcomeOf(checked), checkedOutcomes[outcomes[0]] ?? outcomes[0])
            }),
          slowest
        )
      }

      it.effect("answers many in input order, a failed one among them", () =>
        Effect.gen(function* () {
          const statuses = yield* BillPaymentStatus
          const references = ["paid-1", "code-7-1", "pending-1", "", "refunded-1"]
          const results = yield* statuses
            .inspectMany(Stream.fromIterable(references.map((referenceId) => ({ referenceId }))))
            .pipe(Stream.runCollect)
          assert.deepStrictEqual(
            results.map(({ referenceId, result }) => [referenceId, outcomeOf(result)]),
            [
              ["paid-1", "Paid"],
              ["code-7-1", "InvalidSignature"],
              ["pending-1", "Pending"],
              ["", "InvalidInquiry"],
              ["refunded-1", "Refunded"]
            ]
          )
        })
      )

      it.effect("an unknown registration is not recognised", () =>
        Effect.gen(function* () {
          const statuses = yield* BillPaymentStatus
          const error = yield* Effect.flip(
            statuses.inspect({ referenceId: "paid-1", registrationId: "AOP-000" })
          )
          assert.strictEqual(error._tag, "InvalidSignature")
        })
      )
    }
  )
