import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { type RunningMockServer, startMockServer } from "@bill-payment-status/mock-server"
import { mockSettings } from "../../../scripts/programs.ts"
import { assertProblem } from "./assertProblem.ts"
import { eventually } from "./eventually.ts"
import { type GatewayProgram, startGatewayProgram } from "./GatewayProgram.ts"
import { exchange, openConnection, requestText } from "./RawConnection.ts"

let mock: RunningMockServer
let gateway: GatewayProgram

beforeAll(async () => {
  mock = await startMockServer()
  gateway = await startGatewayProgram({
    ...mockSettings(mock.url),
    BILL_STATUS_REQUESTS_AT_MOST: "2",
    BILL_STATUS_DEADLINE: "20s"
  })
})

afterAll(async () => {
  await gateway.stop()
  await mock.stop()
})

const get = (target: string) => exchange(gateway.port, requestText("GET", target))

describe("a gateway that is at its limit", () => {
  it("turns others away at once, is not ready, lives, and recovers", async () => {
    const waiting = await Promise.all([openConnection(gateway.port), openConnection(gateway.port)])
    for (const [index, connection] of waiting.entries())
      connection.send(requestText("GET", `/v1/transactions/timeout-${index}`))
    const turnedAway = await eventually(
      () => get("/v1/transactions/paid-1"),
      (answer) => answer?.status === 503
    )
    assertProblem(turnedAway, { status: 503, tag: "Overloaded" })
    assert.strictEqual(turnedAway?.headers["retry-after"], "1")
    const others = await Promise.all([
      get("/v1/transactions/paid-1?fresh=true"),
      get("/v1/transactions/paid-1/events"),
      exchange(gateway.port, requestText("POST", "/v1/transactions/batch", { body: "{}" })),
      exchange(gateway.port, requestText("POST", "/api/AOP/BillPaymentStatus", { body: "{}" }))
    ])
    for (const answer of others)
      assert.include(assertProblem(answer, { status: 503, tag: "Overloaded" }), "limit")
    assert.strictEqual((await get("/health/live"))?.status, 200)
    const ready = await get("/health/ready")
    assert.strictEqual(ready?.status, 503)
    assert.strictEqual(JSON.parse(ready?.body.toString() ?? "").load, "shedding")
    for (const connection of waiting) connection.destroy()
    const served = await eventually(
      () => get("/v1/transactions/paid-1"),
      (answer) => answer?.status === 200
    )
    assert.strictEqual(served?.status, 200)
    assert.strictEqual((await get("/health/ready"))?.status, 200)
  })
})
