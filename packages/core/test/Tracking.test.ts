import { assert, describe, it } from "@effect/vitest"
import { Clock, DateTime, Duration, Effect, Fiber, Layer, Stream } from "effect"
import { TestClock } from "effect/testing"
import { BillPaymentStatus, Provider, type ProviderAnswer, type TrackPolicy } from "../src/index.ts"
import { waitAtAge } from "../src/PollSchedule.ts"
import { layerTest, PageExamples, Reply } from "../src/testing.ts"
import { fromInstant, indiaTime } from "../src/ZonelessDate.ts"
import { bodyWith } from "./reading.ts"

const start = DateTime.makeUnsafe("2026-03-01T00:00:00Z")

const record = (status: string, refunded: string): ProviderAnswer => ({
  httpStatus: 200,
  body: bodyWith({ data: { status, refunded, dateadded: fromInstant(start, indiaTime) } })
})
const code = (responseCode: number): ProviderAnswer => ({
  httpStatus: 200,
  body: JSON.stringify({ response_code: responseCode, message: "m" })
})

const pending = record("2", "0")
const paid = record("1", "0")
const refundDue = record("0", "0")
const refunded = record("0", "1")
const page: ProviderAnswer = { httpStatus: 403, body: "<html>Forbidden</html>" }
const busy: ProviderAnswer = { httpStatus: 503, body: "busy" }

type Life = ReadonlyArray<readonly [from: Duration.Input, answer: ProviderAnswer]>

/** A payment whose answer changes as time passes, followed; and when it was asked about, in seconds. */
const follow = (life: Life, policy: TrackPolicy = {}, forAtMost: Duration.Input = "12 days") =>
  Effect.gen(function* () {
    yield* TestClock.setTime(DateTime.toEpochMillis(start))
    const asked: Array<number> = []
    const provider = Provider.of({
      registrationId: PageExamples.registration,
      secrets: [],
      timeZone: indiaTime,
      ask: () =>
        Effect.map(Clock.currentTimeMillis, (now) => {
          const age = Duration.millis(now - DateTime.toEpochMillis(start))
          asked.push(Duration.toSeconds(age))
          const current = life.findLast(([from]) =>
            Duration.isLessThanOrEqualTo(Duration.fromInputUnsafe(from), age)
          )
          return current?.[1] ?? code(2)
        })
    })
    const changes: Array<string> = []
    const tracking = Effect.gen(function* () {
      const { track } = yield* BillPaymentStatus
      return yield* track({ referenceId: "123456" }, policy).pipe(
        Stream.runForEach(({ previous, status }) =>
          Effect.sync(() =>
            changes.push(`${previous} to ${status.verdict}${status.final ? ", final" : ""}`)
          )
        ),
        Effect.match({ onFailure: (error) => error, onSuccess: () => "done" as const })
      )
    }).pipe(
      Effect.provide(
        BillPaymentStatus.layerOnce.pipe(Layer.provide(Layer.succeed(Provider, provider)))
      )
    )
    const fiber = yield* Effect.forkChild(tracking)
    yield* TestClock.adjust(forAtMost)
    return { changes, asked, ended: yield* Fiber.join(fiber) }
  })

describe("a payment that is followed", () => {
  it.effect("to paid ends there, and says only what changed", () =>
    Effect.gen(function* () {
      const { asked, changes, ended } = yield* follow(
        [
          [0, pending],
          ["1 minute", paid]
        ],
        { until: "paid" }
      )
      assert.strictEqual(ended, "done")
      assert.deepStrictEqual(changes, ["null to Pending", "Pending to Paid"])
      assert.isAtLeast(asked.length, 12)
    })
  )

  it.effect("to the end sees a Paid become final once its late-flip window has passed", () =>
    Effect.gen(function* () {
      const { changes, ended } = yield* follow(
        [
          [0, pending],
          ["1 minute", paid]
        ],
        { giveUpAfter: Duration.days(6) }
      )
      assert.strictEqual(ended, "done")
      assert.deepStrictEqual(changes, ["null to Pending", "Pending to Paid", "Paid to Paid, final"])
    })
  )

  it.effect("to the end sees a Paid turn into Refunded", () =>
    Effect.gen(function* () {
      const { changes, ended } = yield* follow([
        [0, paid],
        ["3 days", refunded]
      ])
      assert.strictEqual(ended, "done")
      assert.deepStrictEqual(changes, ["null to Paid", "Paid to Refunded, final"])
    })
  )

  it.effect("from RefundDue is followed until it is Refunded", () =>
    Effect.gen(function* () {
      const { changes, ended } = yield* follow(
        [
          [0, refundDue],
          ["2 hours", refunded]
        ],
        { until: "paid" }
      )
      assert.strictEqual(ended, "done")
      assert.deepStrictEqual(changes, ["null to RefundDue", "RefundDue to Refunded, final"])
    })
  )

  it.effect("too long is given up, with the last that was said", () =>
    Effect.gen(function* () {
      const { asked, changes, ended } = yield* follow([[0, pending]], {
        giveUpAfter: Duration.minutes(2)
      })
      assert.deepStrictEqual(changes, ["null to Pending"])
      assert(ended !== "done" && ended._tag === "GaveUpWaiting")
      assert.strictEqual(ended.last?.verdict, "Pending")
      assert.strictEqual(ended.message, "Still Pending.")
      assert.isAtMost(asked.at(-1) ?? 0, 120)
    })
  )
})

it.effect("a payment nobody answers about is given up without a last status", () =>
  Effect.gen(function* () {
    const { changes, ended } = yield* follow([[0, busy]], { giveUpAfter: Duration.minutes(1) })
    assert.deepStrictEqual(changes, [])
    assert(ended !== "done" && ended._tag === "GaveUpWaiting")
    assert.isNull(ended.last)
    assert.isNull(ended.rawBody)
    assert.strictEqual(
      ended.message,
      "No payment status in time: it is not on record yet, or AOPay could not answer."
    )
  })
)

it.effect("giving up does not wait for a question under way", () =>
  Effect.gen(function* () {
    const fiber = yield* Effect.forkChild(
      Effect.flip(
        Stream.runDrain(
          (yield* BillPaymentStatus).track(
            { referenceId: "123456" },
            { giveUpAfter: Duration.seconds(2) }
          )
        )
      )
    )
    yield* TestClock.adjust("2 seconds")
    assert.strictEqual((yield* Fiber.join(fiber))._tag, "GaveUpWaiting")
  }).pipe(Effect.provide(layerTest({ "123456": [Reply.hang] })))
)

describe("with all defaults", () => {
  it.effect.each([-3600, -1, 0, 30])("a Paid added %i seconds from now ends final", (seconds) =>
    Effect.gen(function* () {
      const dateadded = fromInstant(DateTime.add(start, { seconds }), indiaTime)
      const body = bodyWith({ data: { status: "1", refunded: "0", dateadded } })
      const { changes, ended } = yield* follow([[0, { httpStatus: 200, body }]])
      assert.strictEqual(ended, "done")
      assert.deepStrictEqual(changes, ["null to Paid", "Paid to Paid, final"])
    })
  )

  it.effect("a date in the future does not make the payment young for ever", () =>
    Effect.gen(function* () {
      const body = bodyWith({
        data: { status: "2", refunded: "0", dateadded: "2099-01-01 00:00:00" }
      })
      const { asked } = yield* follow([[0, { httpStatus: 200, body }]], {
        giveUpAfter: Duration.hours(1)
      })
      assert.isBelow(asked.length, 150)
    })
  )

  it.effect("one that asks for more than an hour is asked again all the same", () =>
    Effect.gen(function* () {
      const busyForAges = { ...busy, retryAfter: Duration.days(1000) }
      const { asked } = yield* follow([[0, busyForAges]], { giveUpAfter: Duration.minutes(90) })
      assert.strictEqual(asked.length, 2)
    })
  )

  it.effect("a provider that asks us to wait is not asked meanwhile", () =>
    Effect.gen(function* () {
      const busyForAnHour = { ...busy, retryAfter: Duration.hours(1) }
      const { asked } = yield* follow([[0, busyForAnHour]], { giveUpAfter: Duration.minutes(90) })
      assert.strictEqual(asked.length, 2)
    })
  )
})

describe("what may pass", () => {
  it.effect("is waited out: not found while young, a busy provider, code 5", () =>
    Effect.gen(function* () {
      const { changes, ended } = yield* follow(
        [
          [0, code(2)],
          ["10 seconds", busy],
          ["30 seconds", code(5)],
          ["1 minute", paid]
        ],
        { until: "paid" }
      )
      assert.strictEqual(ended, "done")
      assert.deepStrictEqual(changes, ["null to Paid"])
    })
  )

  it.effect("is a page that is no answer, once the payment was seen", () =>
    Effect.gen(function* () {
      const { changes, ended } = yield* follow(
        [
          [0, pending],
          ["10 seconds", page],
          ["1 minute", paid]
        ],
        { until: "paid" }
      )
      assert.strictEqual(ended, "done")
      assert.deepStrictEqual(changes, ["null to Pending", "Pending to Paid"])
    })
  )

  it.effect("not found is an error once the payment is old", () =>
    Effect.gen(function* () {
      const { asked, ended } = yield* follow([[0, code(2)]])
      assert(ended !== "done" && ended._tag === "TransactionNotFound")
      assert.isAtLeast(asked.at(-1) ?? 0, 15 * 60)
      assert.isBelow(asked.at(-1) ?? 0, 17 * 60)
    })
  )

  it.effect("not found is an error at once of a payment sent long ago", () =>
    Effect.gen(function* () {
      const sentAt = DateTime.subtract(start, { hours: 1 })
      const { asked, ended } = yield* follow([[0, code(2)]], { sentAt })
      assert(ended !== "done" && ended._tag === "TransactionNotFound")
      assert.strictEqual(asked.length, 1)
    })
  )
})

describe("what will not pass", () => {
  it.effect("ends it at once: a page that is no answer, of a payment that was never seen", () =>
    Effect.gen(function* () {
      const { asked, ended } = yield* follow([[0, page]])
      assert(ended !== "done" && ended._tag === "UndecodableAnswer")
      assert.strictEqual(asked.length, 1)
    })
  )

  it.effect("ends it at once: a record that cannot be read", () =>
    Effect.gen(function* () {
      const unreadable = { httpStatus: 200, body: bodyWith({ data: { refunded: "yes" } }) }
      const { asked, ended } = yield* follow([
        [0, pending],
        ["1 seconds", unreadable]
      ])
      assert(ended !== "done" && ended._tag === "UndecodableAnswer")
      assert.strictEqual(asked.length, 2)
    })
  )

  it.effect.each([3, 4, 6, 7, 99])("ends it at once: code %i", (responseCode) =>
    Effect.gen(function* () {
      const { asked, ended } = yield* follow([[0, code(responseCode)]])
      assert(ended !== "done")
      assert.strictEqual(ended.responseCode, responseCode)
      assert.strictEqual(asked.length, 1)
    })
  )
})

describe("questions", () => {
  it.each([
    ["0 seconds", "4 seconds"],
    ["59 seconds", "4 seconds"],
    ["1 minute", "15 seconds"],
    ["5 minutes", "30 seconds"],
    ["15 minutes", "1 minute"],
    ["1 hour", "3 minutes"],
    ["2 days", "15 minutes"]
  ] as const)("at the age of %s come %s apart", (age, wait) => {
    assert.deepStrictEqual(
      Duration.toMillis(waitAtAge(Duration.fromInputUnsafe(age))),
      Duration.toMillis(wait)
    )
  })

  it.effect("are jittered by a fifth", () =>
    Effect.gen(function* () {
      const { asked } = yield* follow([[0, pending]], { giveUpAfter: Duration.seconds(55) })
      const waits = asked.slice(1).map((at, index) => at - (asked[index] ?? 0))
      for (const wait of waits) assert.closeTo(wait, 4, 0.81)
      assert.isAbove(new Set(waits).size, 1)
    })
  )

  it.effect("come apart even at an interval below zero", () =>
    Effect.gen(function* () {
      const { ended } = yield* follow([[0, pending]], {
        giveUpAfter: Duration.millis(50),
        interval: Duration.seconds(-5)
      })
      assert(ended !== "done" && ended._tag === "GaveUpWaiting")
    })
  )

  it.effect("come at an interval of one's own", () =>
    Effect.gen(function* () {
      const { asked } = yield* follow([[0, pending]], {
        giveUpAfter: Duration.minutes(10),
        interval: Duration.minutes(1)
      })
      assert.closeTo(asked.length, 10, 3)
    })
  )
})

/** Follows; gives what was told, in seconds since the start, and when questions were asked. */
const waitsOf = (life: Life, policy: TrackPolicy, takes: Duration.Input = 0) =>
  Effect.gen(function* () {
    const waits: Array<{ last: string | null; error: string | null; asksAt: number | null }> = []
    const followed = yield* follow(life, {
      ...policy,
      onWait: ({ asksAt, error, last }) => {
        waits.push({
          last: last?.verdict ?? null,
          error: error?._tag ?? null,
          asksAt: asksAt && Duration.toSeconds(DateTime.distance(start, asksAt))
        })
        return Effect.sleep(takes)
      }
    })
    return { ...followed, waits }
  })

describe("a wait is told as it begins", () => {
  it.effect("with when the next question comes, to the millisecond", () =>
    Effect.gen(function* () {
      const { asked, changes, waits } = yield* waitsOf(
        [
          [0, pending],
          ["1 minute", paid]
        ],
        { until: "paid" }
      )
      assert.deepStrictEqual(
        waits.map(({ asksAt }) => asksAt),
        asked.slice(1)
      )
      assert.isTrue(waits.every(({ error, last }) => last === "Pending" && error === null))
      assert.deepStrictEqual(changes, ["null to Pending", "Pending to Paid"])
    })
  )

  it.effect("with why the question just asked has no answer", () =>
    Effect.gen(function* () {
      const { waits } = yield* waitsOf(
        [
          [0, code(2)],
          ["4 seconds", pending],
          ["10 seconds", busy]
        ],
        { interval: Duration.seconds(5), giveUpAfter: Duration.seconds(17) }
      )
      assert.deepStrictEqual(
        [waits[0], waits[1], waits.at(-1)].map((wait) => [wait?.last, wait?.error]),
        [
          [null, "TransactionNotFound"],
          ["Pending", null],
          ["Pending", "ProviderUnavailable"]
        ]
      )
    })
  )

  it.effect("without a next question where it would come after giving up", () =>
    Effect.gen(function* () {
      const { asked, ended, waits } = yield* waitsOf([[0, pending]], {
        giveUpAfter: Duration.minutes(2)
      })
      assert.deepStrictEqual(
        waits.map(({ asksAt }) => asksAt),
        [...asked.slice(1), null]
      )
      assert(ended !== "done" && ended._tag === "GaveUpWaiting")
    })
  )

  it.effect("and what it takes is part of the wait", () =>
    Effect.gen(function* () {
      const { asked, waits } = yield* waitsOf(
        [[0, pending]],
        { interval: Duration.seconds(10), giveUpAfter: Duration.minutes(1) },
        "2 seconds"
      )
      assert.deepStrictEqual(
        waits.map(({ asksAt }) => asksAt),
        [...asked.slice(1), null]
      )
    })
  )
})
