import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted, Stream } from "effect"
import { BillPaymentStatus } from "../src/index.ts"
import { layerTest, PageExamples, recordBody, Reply, ScriptedProvider } from "../src/testing.ts"
import { answeredAt, bodyWith } from "./reading.ts"
import { inspect } from "node:util"

const withStatus = (status: string, refunded: string) =>
  layerTest({ "123456": [Reply.json(200, bodyWith({ data: { status, refunded } }))] })

const inquiry = { referenceId: "123456" }

describe("check", () => {
  it.effect.each([
    ["1", "0", "Paid"],
    ["2", "0", "Pending"]
  ] as const)("succeeds while the payment stands: %s/%s is %s", ([status, refunded, verdict]) =>
    Effect.gen(function* () {
      const checked = yield* (yield* BillPaymentStatus).check(inquiry)
      assert.strictEqual(checked.verdict, verdict)
    }).pipe(Effect.provide(withStatus(status, refunded)))
  )

  it.effect.each([
    ["0", "1", "TransactionRefunded", "never"],
    ["0", "0", "TransactionRefundDue", "later"],
    ["1", "1", "TransactionConflict", "never"]
  ] as const)("fails when it does not: %s/%s is %s", ([status, refunded, tag, retry]) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip((yield* BillPaymentStatus).check(inquiry))
      assert.strictEqual(error._tag, tag)
      assert.strictEqual(error.retry, retry)
      assert.isTrue("status" in error && error.status.why === error.message)
    }).pipe(Effect.provide(withStatus(status, refunded)))
  )

  it.effect("lets the page's own example be caught by name", () =>
    Effect.gen(function* () {
      const back = yield* (yield* BillPaymentStatus).check(inquiry).pipe(
        Effect.as("stands"),
        Effect.catchTag("TransactionRefunded", ({ status }) =>
          Effect.succeed(status.transaction.refund?.transactionId)
        )
      )
      assert.strictEqual(back, "57")
    }).pipe(Effect.provide(layerTest({ "123456": [Reply.json(200, PageExamples.refundedAnswer)] })))
  )
})

describe("an inquiry", () => {
  it.effect.each([
    ["", "is empty"],
    [" ", "is empty"],
    ["x".repeat(65), "is longer than 64 characters"],
    ["a\u0000b", "contains control characters"],
    ["a\u009bb", "contains control characters"],
    ["a\ud800", "is not well-formed text"]
  ] as const)("that is malformed is InvalidInquiry and is not sent: %j", ([referenceId, fault]) =>
    Effect.gen(function* () {
      const statuses = yield* BillPaymentStatus
      const error = yield* Effect.flip(statuses.inspect({ referenceId }))
      assert.strictEqual(error._tag, "InvalidInquiry")
      assert.strictEqual(error.message, `The reference ${fault}.`)
      assert.deepStrictEqual(yield* (yield* ScriptedProvider).asked, [])
    }).pipe(Effect.provide(layerTest({})))
  )

  it.effect("with a malformed registration does not repeat it", () =>
    Effect.gen(function* () {
      const registrationId = "secret\n"
      const error = yield* Effect.flip(
        (yield* BillPaymentStatus).inspect({ referenceId: "1", registrationId })
      )
      assert.strictEqual(error._tag, "InvalidInquiry")
      assert.notInclude(inspect(error) + JSON.stringify(error), "secret")
    }).pipe(Effect.provide(layerTest({})))
  )

  it.effect("keeps the leading zeros of its reference", () =>
    Effect.gen(function* () {
      const status = yield* (yield* BillPaymentStatus).inspect({ referenceId: "007" })
      assert.strictEqual(status.referenceId, "007")
    }).pipe(
      Effect.provide(
        layerTest({
          "007": [
            Reply.json(
              200,
              recordBody("007", { status: "1", refunded: false, message: "" }, answeredAt)
            )
          ]
        })
      )
    )
  )
})

describe("layerTest", () => {
  const notFound = Reply.json(200, '{"response_code":2,"message":"no"}')
  const paid = Reply.json(200, bodyWith({ data: { status: "1", refunded: "0" } }))

  it.effect("plays a script in order, stays at its end and records what was asked", () =>
    Effect.gen(function* () {
      const statuses = yield* BillPaymentStatus
      const told = Effect.match(statuses.inspect(inquiry), {
        onFailure: ({ _tag }) => _tag,
        onSuccess: ({ verdict }) => verdict
      })
      assert.deepStrictEqual(yield* Effect.all([told, told, told, told]), [
        "TransactionNotFound",
        "ProviderTimeout",
        "Paid",
        "Paid"
      ])
      assert.strictEqual((yield* (yield* ScriptedProvider).asked).length, 4)
    }).pipe(Effect.provide(layerTest({ "123456": [notFound, Reply.hang, paid] })))
  )

  it.effect("dies, naming the reference, when asked what was not scripted", () =>
    Effect.gen(function* () {
      const statuses = yield* BillPaymentStatus
      const cause = yield* Effect.sandbox(statuses.inspect({ referenceId: "other" })).pipe(
        Effect.flip
      )
      assert.include(inspect(cause), 'nothing about reference "other"')
    }).pipe(Effect.provide(layerTest({ "123456": [paid] })))
  )
})

describe("inspectMany", () => {
  it.effect("pulls no more inquiries than it may ask at a time", () =>
    Effect.gen(function* () {
      const { inspectMany } = yield* BillPaymentStatus
      let pulled = 0
      const inquiries = Stream.range(1, 1_000_000).pipe(
        Stream.rechunk(1),
        Stream.map(() => {
          pulled += 1
          return inquiry
        })
      )
      const results = yield* inspectMany(inquiries, { concurrency: 4 }).pipe(
        Stream.take(10),
        Stream.runCollect
      )
      assert.strictEqual(results.length, 10)
      assert.isBelow(pulled, 100)
    }).pipe(Effect.provide(withStatus("1", "0")))
  )
})

describe("what a value shows", () => {
  it.effect("is never the account number or the raw body", () =>
    Effect.gen(function* () {
      const status = yield* (yield* BillPaymentStatus).inspect(inquiry)
      const error = yield* Effect.flip((yield* BillPaymentStatus).check(inquiry))
      for (const value of [status, error, error.cause]) {
        const shown = `${inspect(value)} ${JSON.stringify(value)} ${String(value)}`
        assert.notInclude(shown, "102277100")
        assert.notInclude(shown, "response_code")
      }
      const { customerAccount } = status.transaction
      assert.strictEqual(customerAccount && Redacted.value(customerAccount), "102277100")
    }).pipe(Effect.provide(layerTest({ "123456": [Reply.json(200, PageExamples.refundedAnswer)] })))
  )
})
