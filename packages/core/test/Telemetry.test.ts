import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Logger, Metric, References, Tracer } from "effect"
import { TestClock } from "effect/testing"
import { inspect } from "node:util"
import { BillPaymentStatus } from "../src/index.ts"
import { layerTest, PageExamples, Reply } from "../src/testing.ts"
import { bodyWith } from "./reading.ts"

const oddBody = bodyWith({
  top: { balance: "9" },
  data: { status: "2", refunded: 0, tds: "N/A", new_field: "102277100", list: [1], tree: { a: 1 } }
})

const layer = layerTest({
  "123456": [Reply.json(200, PageExamples.refundedAnswer), Reply.json(200, oddBody)],
  unlisted: [Reply.json(200, '{"response_code":99}')]
})

const questions = Effect.gen(function* () {
  const statuses = yield* BillPaymentStatus
  yield* statuses.inspect({ referenceId: "123456" })
  yield* statuses.inspect({ referenceId: "123456" })
  yield* Effect.ignore(statuses.inspect({ referenceId: "unlisted" }))
  yield* Effect.ignore(statuses.inspect({ referenceId: "" }))
})

/** Every metric as `name{labels}`, as long as its test lasts. */
const metrics = Effect.map(Metric.snapshot, (snapshot) =>
  snapshot.map(({ attributes, id }) => {
    const labels = Object.entries(attributes ?? {})
      .map(([name, value]) => `${name}=${value}`)
      .toSorted()
    return `${id}{${labels.join(",")}}`
  })
)

describe("what is counted", () => {
  it.effect("is every outcome, and every departure from AOPay's page", () =>
    Effect.gen(function* () {
      yield* questions
      const seen = yield* metrics
      const drift = "bill_payment_status_wire_drift_total"
      assert.includeMembers(seen, [
        "bill_payment_status_inquiries_total{outcome=Refunded}",
        "bill_payment_status_inquiries_total{outcome=Pending}",
        "bill_payment_status_inquiries_total{outcome=UnknownResponseCode}",
        "bill_payment_status_inquiries_total{outcome=InvalidInquiry}",
        "bill_payment_status_inquiry_duration_seconds{}",
        `${drift}{field=body,kind=unknown_field}`,
        `${drift}{field=data,kind=unknown_field}`,
        `${drift}{field=data.refunded,kind=changed_type}`,
        `${drift}{field=data.status,kind=unknown_status}`,
        `${drift}{field=data.tds,kind=unreadable_field}`,
        `${drift}{field=response_code,kind=unknown_code}`
      ])
      assert.notMatch(seen.join(" "), /123456|102277100|AOP-554|new_field|balance/)
    }).pipe(Effect.provide(layer), Effect.provideService(Metric.MetricRegistry, new Map()))
  )

  it.effect("is a question that was interrupted, and one that broke, too", () =>
    Effect.gen(function* () {
      const { inspect } = yield* BillPaymentStatus
      const fiber = yield* Effect.forkChild(inspect({ referenceId: "hangs" }))
      yield* TestClock.adjust("1 millis")
      yield* Fiber.interrupt(fiber)
      yield* Effect.exit(inspect({ referenceId: "not in the script" }))
      assert.includeMembers(yield* metrics, [
        "bill_payment_status_inquiries_total{outcome=Interrupted}",
        "bill_payment_status_inquiries_total{outcome=Defect}"
      ])
    }).pipe(
      Effect.provide(layerTest({ hangs: [Reply.hang] })),
      Effect.provideService(Metric.MetricRegistry, new Map())
    )
  )

  it.effect("is shown at debug level by its form, and not at info", () =>
    Effect.gen(function* () {
      const logged: Array<string> = []
      const logger = Logger.make(({ message }) => void logged.push(JSON.stringify(message)))
      yield* questions.pipe(
        Effect.provide(Logger.layer([logger])),
        Effect.provideService(References.MinimumLogLevel, "Info")
      )
      assert.isEmpty(logged)
      yield* questions.pipe(
        Effect.provide(Logger.layer([logger])),
        Effect.provideService(References.MinimumLogLevel, "Debug")
      )
      const shown = logged.join("\n")
      assert.include(shown, "balance: text 9")
      assert.include(shown, "new_field: text 999999999")
      assert.include(shown, '"sample":"N/A"')
      assert.include(shown, "list: object […]")
      assert.include(shown, "tree: object {…}")
      assert.notMatch(shown, /123456|102277100|AOP-554/)
    }).pipe(Effect.provide(layer))
  )

  it.effect("leaves nothing personal in a span", () =>
    Effect.gen(function* () {
      const spans: Array<Tracer.NativeSpan> = []
      const tracer = Tracer.make({
        span: (options) => {
          const span = new Tracer.NativeSpan(options)
          spans.push(span)
          return span
        }
      })
      yield* questions.pipe(Effect.withTracer(tracer))
      assert.deepStrictEqual(
        [...new Set(spans.map(({ name }) => name))],
        ["BillPaymentStatus.inspect"]
      )
      const shown = inspect(
        spans.map(({ attributes, events, status }) => ({ attributes, events, status })),
        { depth: 8 }
      )
      assert.notMatch(shown, /102277100|AOP-554/)
    }).pipe(Effect.provide(layer))
  )
})
