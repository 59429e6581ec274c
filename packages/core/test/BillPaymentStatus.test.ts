import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Exit, Fiber, Layer, Redacted, Schema, Stream } from "effect"
import { TestClock } from "effect/testing"
import {
  BillPaymentStatus,
  CallPolicy,
  LateFlipWindow,
  PaymentStatus,
  Provider
} from "../src/index.ts"
import { layerTest, PageExamples, recordBody, Reply, ScriptedProvider } from "../src/testing.ts"
import { indiaTime } from "../src/ZonelessDate.ts"
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
      assert.strictEqual(error.referenceId, "123456")
      assert.strictEqual(error.responseCode, 1)
      assert.strictEqual(error.httpStatus, 200)
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

  it.effect("whose reference is not text, as plain JavaScript allows, is InvalidInquiry", () =>
    Effect.gen(function* () {
      const inquiry = JSON.parse('{"referenceId":123456}')
      const error = yield* Effect.flip((yield* BillPaymentStatus).inspect(inquiry))
      assert.strictEqual(error._tag, "InvalidInquiry")
      assert.strictEqual(error.message, "The reference is not text.")
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
      assert.deepStrictEqual(yield* Effect.all([told, told, told]), [
        "TransactionNotFound",
        "Paid",
        "Paid"
      ])
      assert.deepStrictEqual(
        yield* (yield* ScriptedProvider).asked,
        Array.from({ length: 3 }, () => ({
          referenceId: "123456",
          registrationId: PageExamples.registration
        }))
      )
    }).pipe(Effect.provide(layerTest({ "123456": [notFound, paid] })))
  )

  it.effect("a provider that never answers is a timeout after the attempt timeout", () =>
    Effect.gen(function* () {
      const { inspect } = yield* BillPaymentStatus
      const fiber = yield* Effect.forkChild(Effect.flip(inspect(inquiry)))
      yield* TestClock.adjust("9999 millis")
      assert.isUndefined(fiber.pollUnsafe())
      yield* TestClock.adjust("1 millis")
      const error = yield* Fiber.join(fiber)
      assert.strictEqual(error._tag, "ProviderTimeout")
      assert.strictEqual(error.message, "No complete answer within 10s.")
    }).pipe(Effect.provide(layerTest({ "123456": [Reply.hang] })))
  )

  it.effect("a reply may come later", () =>
    Effect.gen(function* () {
      const fiber = yield* Effect.forkChild((yield* BillPaymentStatus).inspect(inquiry))
      yield* TestClock.adjust("3999 millis")
      assert.isUndefined(fiber.pollUnsafe())
      yield* TestClock.adjust("1 millis")
      assert.strictEqual((yield* Fiber.join(fiber)).verdict, "Paid")
    }).pipe(Effect.provide(layerTest({ "123456": [Reply.later("4 seconds", paid)] })))
  )

  it.effect("the attempt timeout is a setting of the layer", () =>
    Effect.gen(function* () {
      const fiber = yield* Effect.forkChild(
        Effect.flip((yield* BillPaymentStatus).inspect(inquiry))
      )
      yield* TestClock.adjust("2 seconds")
      assert.strictEqual((yield* Fiber.join(fiber))._tag, "ProviderTimeout")
    }).pipe(
      Effect.provide(
        layerTest({ "123456": [Reply.hang] }).pipe(
          Layer.provide(CallPolicy.layer({ attemptTimeout: Duration.seconds(2) }))
        )
      )
    )
  )

  it.effect("the late-flip window is a setting of the layer", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(Date.parse("2021-01-11T10:13:20Z") + 3_600_001)
      assert.isTrue((yield* (yield* BillPaymentStatus).inspect(inquiry)).final)
    }).pipe(
      Effect.provide(
        layerTest({ "123456": [paid] }).pipe(
          Layer.provide(Layer.succeed(LateFlipWindow, Duration.hours(1)))
        )
      )
    )
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
  const delays = new Map([
    ["a", Duration.seconds(3)],
    ["b", Duration.seconds(1)],
    ["c", Duration.seconds(2)]
  ])

  const layerSlow = BillPaymentStatus.layerOnce.pipe(
    Layer.provide(
      Layer.succeed(
        Provider,
        Provider.of({
          registrationId: PageExamples.registration,
          secrets: [],
          timeZone: indiaTime,
          ask: ({ referenceId }) =>
            Effect.delay(
              Effect.succeed({ httpStatus: 200, body: '{"response_code":2}' }),
              delays.get(referenceId) ?? Duration.zero
            )
        })
      )
    )
  )

  it.effect.each([0, -1, 1.5, Number.NaN])("dies of a concurrency of %d", (concurrency) =>
    Effect.gen(function* () {
      const { inspectMany } = yield* BillPaymentStatus
      const exit = yield* Effect.exit(Stream.runDrain(inspectMany(Stream.empty, { concurrency })))
      assert.isTrue(Exit.hasDies(exit))
    }).pipe(Effect.provide(layerSlow))
  )

  it.effect("answers in input order, whoever answers first", () =>
    Effect.gen(function* () {
      const { inspectMany } = yield* BillPaymentStatus
      const inquiries = Stream.make("a", "b", "c").pipe(
        Stream.map((referenceId) => ({ referenceId }))
      )
      const fiber = yield* Effect.forkChild(Stream.runCollect(inspectMany(inquiries)))
      yield* TestClock.adjust("3 seconds")
      const results = yield* Fiber.join(fiber)
      assert.deepStrictEqual(
        results.map(({ referenceId }) => referenceId),
        ["a", "b", "c"]
      )
    }).pipe(Effect.provide(layerSlow))
  )

  it.effect.each([
    [undefined, 8],
    [3, 3]
  ] as const)("with concurrency %s asks %i at a time", ([concurrency, atATime]) =>
    Effect.gen(function* () {
      const { inspectMany } = yield* BillPaymentStatus
      const inquiries = Stream.range(1, 1000).pipe(Stream.map(() => inquiry))
      const fiber = yield* Effect.forkChild(
        Stream.runDrain(inspectMany(inquiries, concurrency === undefined ? {} : { concurrency }))
      )
      yield* Effect.repeat(TestClock.adjust("1 millis"), { times: 10 })
      assert.strictEqual((yield* (yield* ScriptedProvider).asked).length, atATime)
      yield* Fiber.interrupt(fiber)
    }).pipe(Effect.provide(layerTest({ "123456": [Reply.hang] })))
  )
})

describe("what a value shows", () => {
  it.effect("is never the account number or the raw body", () =>
    Effect.gen(function* () {
      const status = yield* (yield* BillPaymentStatus).inspect(inquiry)
      const error = yield* Effect.flip((yield* BillPaymentStatus).check(inquiry))
      for (const value of [status, error]) {
        const shown = `${inspect(value)} ${JSON.stringify(value)}`
        assert.notInclude(shown, "102277100")
        assert.notInclude(shown, "response_code")
      }
      const encode = Schema.encodeEffect(Schema.toCodecJson(PaymentStatus))
      assert.strictEqual((yield* Effect.flip(encode(status)))._tag, "SchemaError")
      assert.notInclude(JSON.stringify(status.transaction), "102277100")
      const { customerAccount } = status.transaction
      assert.strictEqual(customerAccount && Redacted.value(customerAccount), "102277100")
    }).pipe(Effect.provide(layerTest({ "123456": [Reply.json(200, PageExamples.refundedAnswer)] })))
  )
})
