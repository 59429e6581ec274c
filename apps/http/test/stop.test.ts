import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { type RunningMockServer, startMockServer } from "@bill-payment-status/mock-server"
import { spawn } from "node:child_process"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { mockSettings } from "../../../scripts/programs.ts"
import { eventually } from "./eventually.ts"
import { followEvents } from "./followEvents.ts"
import { startGatewayProgram } from "./GatewayProgram.ts"
import { openConnection, requestText } from "./RawConnection.ts"

const requests = 10_000

let mock: RunningMockServer

beforeAll(async () => {
  mock = await startMockServer()
})

afterAll(() => mock.stop())

/** Asks from another process; gives what became of each request. */
const askMany = (port: number, onHalf: () => void): Promise<{ readonly [end: string]: number }> => {
  const script = fileURLToPath(new URL("askMany.ts", import.meta.url))
  const client = spawn(process.execPath, [script, String(port), String(requests), "64"], {
    stdio: ["ignore", "pipe", "inherit"],
    timeout: 60_000
  })
  let last = "{}"
  createInterface(client.stdout).on("line", (line) => {
    last = line
    if (line === `asked ${requests / 2}`) onHalf()
  })
  return new Promise((resolve) => {
    client.once("close", () => resolve(JSON.parse(last)))
  })
}

const start = (grace: string, env: { readonly [name: string]: string } = {}) =>
  startGatewayProgram({ ...mockSettings(mock.url), BILL_STATUS_GRACE: grace, ...env })

const get = (target: string) => requestText("GET", target)

/** A question that AOPay takes so long to answer. */
const slowly = (reference: string, delay: string) => {
  mock.put(reference, { state: "pending", faults: [{ fault: "slow", delay }] })
  return `/v1/transactions/${reference}`
}

const wasAsked = (referenceId: string) =>
  eventually(
    () => mock.journal({ referenceId }).length,
    (asked) => asked > 0
  )

/** What the system made for a server that closes its socket at that moment, and the server never saw. */
const resetBySystem = "lost ECONNRESET, new"

const taken = (log: string): number => log.split('"message":"request"').length - 1

describe("a gateway that is told to stop", () => {
  it("loses no request it accepted, and its port can be used at once", async () => {
    const gateway = await start("20s", { BILL_STATUS_LAYER: "stub" })
    const ends = await askMany(gateway.port, () => gateway.signal("SIGTERM"))
    assert.strictEqual(await gateway.ended, 0)
    const { answered = 0, refused = 0, [resetBySystem]: reset = 0, ...lost } = ends
    assert.deepStrictEqual(lost, {})
    assert.strictEqual(answered + refused + reset, requests)
    // Each request that came in is logged once, answered or not.
    await eventually(
      () => taken(gateway.stderr()),
      (logged) => logged >= answered
    )
    assert.strictEqual(taken(gateway.stderr()), answered)
    assert.isAtLeast(answered, requests / 2 - 64)
    assert.isAbove(refused, 0)
    const next = await start("1s", { BILL_STATUS_LAYER: "stub", PORT: String(gateway.port) })
    assert.strictEqual(next.port, gateway.port)
    assert.strictEqual(await next.stop(), 0)
  }, 60_000)

  it("finishes what is slow, says that it is not ready, and waits for nobody who asks nothing", async () => {
    const gateway = await start("60s")
    const [busy, other, spare, idle] = await Promise.all([
      openConnection(gateway.port),
      openConnection(gateway.port),
      openConnection(gateway.port),
      openConnection(gateway.port)
    ])
    idle.send(get("/health/live"))
    assert.strictEqual((await idle.next())?.status, 200)
    busy.send(get(slowly("pending-until-after", "1500ms")))
    await wasAsked("pending-until-after")
    const stopped = gateway.stop()
    // What was asked in the very moment of the stop is told "ready" and is the last on its connection.
    let asking = other
    const ready = await eventually(
      async () => {
        asking.send(get("/health/ready"))
        const answer = await asking.next()
        if (answer?.headers["connection"] === "close") asking = spare
        return answer
      },
      (answer) => answer?.status !== 200
    )
    assert.strictEqual(ready?.status, 503)
    assert.isTrue(JSON.parse(ready?.body.toString() ?? "").stopping)
    assert.strictEqual(ready?.headers["connection"], "close")
    const answer = await busy.next()
    assert.strictEqual(answer?.status, 200)
    assert.strictEqual(answer?.headers["connection"], "close")
    // The idle connection is still open on this side, and the grace is a minute.
    assert.strictEqual(await stopped, 0)
    await Promise.all([idle.closed, busy.closed, other.closed])
  })

  it("answers a request that was on its way, on a connection that had been idle", async () => {
    const gateway = await start("60s")
    const [busy, late] = await Promise.all([
      openConnection(gateway.port),
      openConnection(gateway.port)
    ])
    const target = slowly("pending-for-late", "600ms")
    busy.send(get(target))
    await wasAsked("pending-for-late")
    const stopped = gateway.stop()
    const [first, second] = [
      get("/v1/transactions/paid-1").slice(0, 20),
      get("/v1/transactions/paid-1").slice(20)
    ]
    late.send(first)
    await busy.next()
    late.send(second)
    assert.strictEqual((await late.next())?.status, 200)
    assert.strictEqual(await stopped, 0)
  })

  it("cuts what is stuck at the end of the grace", async () => {
    const gateway = await start("700ms")
    const stuck = await openConnection(gateway.port)
    stuck.send(get("/v1/transactions/timeout-for-ever"))
    await wasAsked("timeout-for-ever")
    assert.strictEqual(await gateway.stop(), 0)
    assert.isUndefined(await stuck.next())
  })

  it("ends streams, and a reader goes on where it was at the next one", async () => {
    const gateway = await start("60s")
    mock.put("moving-on", {
      states: [{ state: "pending" }, { state: "refunded", after: "1 hour" }]
    })
    const path = "/v1/transactions/moving-on/events"
    const following = await followEvents(gateway.url + path)
    const [pending] = await following.events(1)
    assert.strictEqual(await gateway.stop(), 0)
    assert.isTrue(await following.ended)
    mock.advance("2 hours")
    const next = await start("1s", { PORT: String(gateway.port) })
    const resumed = await followEvents(next.url + path, { "last-event-id": pending?.id ?? "" })
    const [refunded] = await resumed.events(1)
    assert.strictEqual(refunded?.data.verdict, "Refunded")
    assert.strictEqual(refunded?.data.previous, "Pending")
    assert.isTrue(await resumed.ended)
    assert.strictEqual(await next.stop(), 0)
  })

  it("stops on SIGINT as well, and at once when nobody asks", async () => {
    const gateway = await start("60s")
    gateway.signal("SIGINT")
    assert.strictEqual(await gateway.ended, 0)
  })
})
