import { assert, describe, it } from "@effect/vitest"
import {
  BillPaymentStatus,
  GaveUpWaiting,
  type InquiryError,
  TrackedChange
} from "@bill-payment-status/core"
import { samplePaymentStatus, sampleRefusal } from "@bill-payment-status/core/testing"
import { Effect, Stream } from "effect"
import { eventIdOf, readEventId, type Seen } from "../../src/Transactions/EventId.ts"
import type { ServerSentEvent } from "../../src/Transactions/EventStreams.ts"
import { isOver, transactionEvents } from "../../src/Transactions/TransactionEvents.ts"

const [pending, refunded] = [samplePaymentStatus("Pending"), samplePaymentStatus("Refunded")]

/** What a reader who has seen this is told of these changes. */
const inquiry = { referenceId: "INV-1", registrationId: undefined }

const told = (changes: Stream.Stream<TrackedChange, InquiryError | GaveUpWaiting>, seen?: Seen) => {
  const statuses = BillPaymentStatus.of({
    check: () => Effect.die("not asked"),
    inspect: () => Effect.die("not asked"),
    inspectMany: () => Stream.die("not asked"),
    track: () => changes
  })
  const question = { inquiry, requestId: "r-1", until: "final", seen } as const
  const events: Array<ServerSentEvent> = []
  return Effect.as(
    transactionEvents(statuses, question)((event) => events.push(event)),
    events
  )
}

const changes = Stream.make(
  new TrackedChange({ status: pending, previous: null }),
  new TrackedChange({ status: refunded, previous: "Pending" })
)

describe("the events of a transaction", () => {
  it.effect("are all changes for who has seen none", () =>
    Effect.gen(function* () {
      const [first, second, ...more] = yield* told(changes)
      assert.deepInclude(first?.data, { verdict: "Pending", previous: null })
      assert.deepInclude(second?.data, { verdict: "Refunded", previous: "Pending" })
      assert.deepStrictEqual(more, [])
      assert.deepStrictEqual(readEventId(first?.id ?? "", inquiry), {
        verdict: "Pending",
        final: false
      })
      assert.deepStrictEqual(readEventId(second?.id ?? "", inquiry), {
        verdict: "Refunded",
        final: true
      })
    })
  )

  it.effect("are only what differs from what was seen", () =>
    Effect.gen(function* () {
      const rest = yield* told(changes, { verdict: "Pending", final: false })
      assert.deepStrictEqual(
        rest.map(({ id }) => readEventId(id ?? "", inquiry)),
        [{ verdict: "Refunded", final: true }]
      )
      const all = yield* told(changes, { verdict: "RefundDue", final: false })
      assert.deepInclude(all[0]?.data, { verdict: "Pending", previous: "RefundDue" })
    })
  )

  it.effect("end with a problem where the question failed for good", () =>
    Effect.gen(function* () {
      const [event] = yield* told(Stream.fail(sampleRefusal(7)))
      assert.strictEqual(event?.event, "problem")
      assert.strictEqual(readEventId(event?.id ?? "", inquiry), "ended")
      assert.deepInclude(event?.data, { tag: "InvalidSignature", status: 502, requestId: "r-1" })
    })
  )

  it.effect("end with giving up, which says what was last", () =>
    Effect.gen(function* () {
      const [event] = yield* told(
        Stream.fail(new GaveUpWaiting({ referenceId: "INV-1", last: pending }))
      )
      assert.strictEqual(event?.event, "gave-up")
      assert.strictEqual(readEventId(event?.id ?? "", inquiry), "ended")
      assert.include(JSON.stringify(event?.data), '"verdict":"Pending"')
      assert.notInclude(JSON.stringify(event?.data), "102277100")
    })
  )

  it("are over for who has seen the final one, or a paid bill where that is enough", () => {
    assert.isFalse(isOver(undefined, "paid"))
    assert.isTrue(isOver({ verdict: "Refunded", final: true }, "final"))
    assert.isFalse(isOver({ verdict: "Paid", final: false }, "final"))
    assert.isTrue(isOver({ verdict: "Paid", final: false }, "paid"))
    assert.isFalse(isOver({ verdict: "Pending", final: false }, "paid"))
    assert.isTrue(isOver("ended", "final"))
  })
})

describe("an event id", () => {
  it.each([
    "",
    "Pending",
    "pending@2026-01-01T00:00:00.000Z",
    "Lost@2026-01-01T00:00:00.000Z",
    "Paid@2026-01-01",
    "Paid.Final@2026-01-01T00:00:00.000Z",
    " Paid@2026-01-01T00:00:00.000Z",
    "Paid@2026-01-01T00:00:00.000Z\n",
    "constructor@2026-01-01T00:00:00.000Z"
  ])("is not %j", (id) => {
    assert.strictEqual(readEventId(id, inquiry), "malformed")
  })

  it("says nothing of another payment", () => {
    const id = eventIdOf(inquiry, new TrackedChange({ status: refunded, previous: null }))
    assert.deepStrictEqual(readEventId(id, inquiry), { verdict: "Refunded", final: true })
    assert.isUndefined(readEventId(id, { ...inquiry, referenceId: "INV-2" }))
    assert.isUndefined(readEventId(id, { ...inquiry, registrationId: "AOP-1" }))
  })
})
