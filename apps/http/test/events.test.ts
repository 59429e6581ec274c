import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { type RunningMockServer, startMockServer } from "@bill-payment-status/mock-server"
import { Duration } from "effect"
import { assertProblem } from "./assertProblem.ts"
import { eventually } from "./eventually.ts"
import { followEvents } from "./followEvents.ts"
import { exchange, requestText } from "./RawConnection.ts"
import { serveGateway, type ServedGateway } from "./serveGateway.ts"

let mock: RunningMockServer
let gateway: ServedGateway

beforeAll(async () => {
  mock = await startMockServer()
  gateway = await serveGateway({ aopay: mock.url, streamsAtMost: 8, grace: Duration.seconds(5) })
})

afterAll(async () => {
  await gateway.stop()
  await mock.stop()
})

const follow = (reference: string, headers: { readonly [name: string]: string } = {}) =>
  followEvents(`${gateway.url}/v1/transactions/${reference}/events`, headers)

const gauge = async (name: string) => {
  const answer = await exchange(gateway.port, requestText("GET", "/metrics"))
  return Number(new RegExp(`^${name} (\\d+)$`, "m").exec(answer?.body.toString() ?? "")?.[1])
}

const openStreams = () => gauge("bill_status_http_event_streams")

describe("the events of a payment", () => {
  it("are its changes, each with what was before; a reader who comes back is told no more than is new", async () => {
    mock.put("moves", {
      states: [
        { state: "pending" },
        { state: "refund-due", after: "1 day" },
        { state: "refunded", after: "2 days" }
      ]
    })
    const first = await follow("moves")
    const [pending] = await first.events(1)
    assert.match(pending?.id ?? "", /^Pending@\d{4}-/)
    assert.strictEqual(pending?.data.verdict, "Pending")
    assert.isNull(pending?.data.previous)
    const back = await follow("moves", { "last-event-id": pending?.id ?? "" })
    mock.advance("1 day")
    const [, due] = await first.events(2)
    assert.strictEqual(due?.data.verdict, "RefundDue")
    assert.strictEqual(due?.data.previous, "Pending")
    // The second reader has seen that it was pending: it is told of the change only.
    const [change] = await back.events(1)
    assert.strictEqual(change?.data.verdict, "RefundDue")
    assert.strictEqual(change?.data.previous, "Pending")
    mock.advance("1 day")
    const late = await follow("moves", { "last-event-id": due?.id ?? "" })
    const [refunded] = await late.events(1)
    assert.match(refunded?.id ?? "", /^Refunded\.final@/)
    assert.strictEqual(refunded?.data.previous, "RefundDue")
    assert.isTrue(await late.ended)
    const [, , last] = await first.events(3)
    assert.strictEqual(last?.data.verdict, "Refunded")
    assert.isTrue(await first.ended)
    assert.isTrue(await back.ended)
    const over = await follow("moves", { "last-event-id": refunded?.id ?? "" })
    assert.strictEqual(over.status, 204)
    assert.strictEqual(over.text(), "")
  })

  it("end with a paid bill only where that is asked for", async () => {
    mock.put("just-paid", { state: "paid" })
    const untilPaid = await follow("just-paid", {})
    const [paid] = await untilPaid.events(1)
    assert.isFalse(paid?.data.final)
    const id = paid?.id ?? ""
    const url = `${gateway.url}/v1/transactions/just-paid/events`
    const over = await followEvents(`${url}?until=paid`, { "last-event-id": id })
    assert.strictEqual(over.status, 204)
    const on = await followEvents(`${url}?until=final`, { "last-event-id": id })
    assert.strictEqual(on.status, 200)
    const ends = await followEvents(`${url}?until=paid`)
    assert.strictEqual((await ends.events(1)).length, 1)
    assert.isTrue(await ends.ended)
    untilPaid.leave()
    on.leave()
  })

  it("take nothing from anybody when their reader has gone", async () => {
    const readers = await Promise.all(
      ["pending-1", "pending-2", "timeout-1"].map((each) => follow(each))
    )
    assert.strictEqual(await eventually(openStreams, (open) => open === 3), 3)
    for (const reader of readers) reader.leave()
    assert.strictEqual(await eventually(openStreams, (open) => open === 0), 0)
    assert.strictEqual(
      await eventually(
        () => gauge("bill_status_http_requests_in_flight"),
        (inFlight) => inFlight === 1
      ),
      1
    )
  })
})

describe("too many streams", () => {
  it("are refused with a time to come back; all else is answered", async () => {
    const readers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => follow(`pending-many-${index}`))
    )
    const refused = await exchange(
      gateway.port,
      requestText("GET", "/v1/transactions/pending-more/events")
    )
    assert.include(assertProblem(refused, { status: 503, tag: "Overloaded" }), "streams")
    assert.strictEqual(refused?.headers["retry-after"], "5")
    const single = await exchange(gateway.port, requestText("GET", "/v1/transactions/paid-1"))
    assert.strictEqual(single?.status, 200)
    for (const reader of readers) reader.leave()
    const served = await eventually(
      () => follow("pending-more"),
      ({ leave, status }) => {
        leave()
        return status === 200
      }
    )
    assert.strictEqual(served.status, 200)
  })
})
