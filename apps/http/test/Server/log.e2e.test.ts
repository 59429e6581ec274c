import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { once } from "node:events"
import { connect } from "node:net"
import { text } from "node:stream/consumers"
import { BuiltGateway, eventually, type LogLine } from "../BuiltGateway.ts"

const wellFormed = /^[\w.:/=-]{1,128}$/

/** Sends these bytes, whatever they are; gives all that comes back. */
const sendRaw = async (address: string, bytes: string): Promise<string> => {
  const { hostname, port } = new URL(address)
  const socket = connect({ host: hostname, port: Number(port) })
  await once(socket, "connect")
  socket.write(Buffer.from(bytes, "latin1"))
  return text(socket)
}

const asked = (headers: string, path = "/v1/transactions/paid-1"): string =>
  `GET ${path} HTTP/1.1\r\nhost: gateway\r\nconnection: close\r\n${headers}\r\n\r\n`

const headersOf = (answer: string): ReadonlyMap<string, string> => {
  const [head = ""] = answer.split("\r\n\r\n", 1)
  const lines = head.split("\r\n").slice(1)
  return new Map(
    lines.map((line) => {
      const at = line.indexOf(": ")
      return [line.slice(0, at).toLowerCase(), line.slice(at + 2)] as const
    })
  )
}

/** Each would be a second header, a second line or another field, where it was taken as it is. */
const injections = [
  'x-request-id: a","level":"FATAL","x":"',
  "x-request-id: a\tinjected",
  "x-request-id: a\rinjected: 1",
  "x-request-id: a\ninjected: 1",
  "x-request-id: a\r\n injected: 1",
  "x-request-id: a\0injected",
  "x-request-id: a%0d%0ainjected: 1",
  "x-request-id: \u00e9\u0085injected",
  "x-request-id: a\u001b[31minjected",
  `x-request-id: ${"a".repeat(129)}injected`,
  "x-request-id: injected, injected",
  'traceparent: 00-","injected":"-b7ad6b7169203331-01',
  "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\u0085injected",
  'authorization: Bearer "\u001binjected'
]

const addresses = [
  '/injected"},{"x":"',
  "/injected%0d%0a%22",
  "/v1/transactions/injected%0a%22%7d",
  "/v1/transactions/paid-1?injected=%0a%22",
  "/\u001b[31minjected",
  "//injected/..//"
]

const parsed = (gateway: BuiltGateway): ReadonlyArray<LogLine> =>
  gateway.stderr.map((line) => JSON.parse(line))

describe("the log", () => {
  let gateway: BuiltGateway
  let address = ""

  beforeAll(async () => {
    gateway = new BuiltGateway({})
    address = await gateway.listening()
  })
  afterAll(() => gateway.stop())

  it.each(injections)("nothing is injected into headers by %j", async (header) => {
    const headers = headersOf(await sendRaw(address, asked(header)))
    assert.match(headers.get("x-request-id") ?? "", wellFormed)
    assert.isFalse(headers.has("injected"))
    assert.notInclude([...headers.values()].join("\n"), "injected")
  })

  it.each(addresses)("nothing is injected into headers by the address %j", async (path) => {
    const headers = headersOf(await sendRaw(address, asked("x-request-id: mine", path)))
    assert.notInclude([...headers.values()].join("\n"), "injected")
  })

  it("is a JSON object a line, whatever was sent, and repeats none of it", async () => {
    await gateway.get("/health/live", { "x-request-id": "last-of-all" })
    await eventually(() => assert.include(gateway.stderr.join("\n"), "last-of-all"))
    assert.isAbove(gateway.stderr.length, addresses.length)
    for (const { level, timestamp } of parsed(gateway)) {
      assert.include(["INFO", "WARN"], level)
      assert.match(String(timestamp), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    }
    assert.notInclude(gateway.stderr.join("\n"), "injected")
  })

  it("has the request's id, route, status and time, and never its address", async () => {
    await gateway.get("/v1/transactions/paid-hidden", { "x-request-id": "one/2:3" })
    const line = await eventually(() => {
      const found = parsed(gateway).find(({ requestId }) => requestId === "one/2:3")
      assert.isDefined(found)
      return found
    })
    assert.strictEqual(line?.["route"], "/v1/transactions/{reference}")
    assert.strictEqual(line?.["status"], 200)
    assert.isNumber(line?.["ms"])
    assert.notInclude(gateway.stderr.join("\n"), "hidden")
  })
})

describe("log settings", () => {
  it.each([{ BILL_STATUS_LOG_LEVEL: "error" }, { BILL_STATUS_LOG_LEVEL: "none" }])(
    "%j: requests are not logged",
    async (env) => {
      const gateway = new BuiltGateway(env)
      await gateway.get("/v1/transactions/paid-1")
      assert.strictEqual(await gateway.stop(), 0)
      assert.isEmpty(gateway.stderr)
    }
  )

  it("BILL_STATUS_REQUEST_LOG=off: only requests are not", async () => {
    const gateway = new BuiltGateway({ BILL_STATUS_REQUEST_LOG: "off" })
    await gateway.get("/v1/transactions/paid-1")
    await gateway.stop()
    assert.deepStrictEqual(
      gateway.log().map(({ level }) => level),
      ["WARN"]
    )
  })

  it("a level that there is not is said, and exits with 64", async () => {
    const gateway = new BuiltGateway({ BILL_STATUS_LOG_LEVEL: "loud" })
    assert.strictEqual(await gateway.ended, 64)
    assert.include(gateway.stderr.join("\n"), "BILL_STATUS_LOG_LEVEL is not valid.")
  })

  it.each([1, 2])("%d workers answer though nobody reads the log any more", async (workers) => {
    const gateway = new BuiltGateway({}, ["--workers", String(workers)])
    await gateway.get("/v1/transactions/paid-1")
    gateway.stopReadingLog()
    await Promise.all(Array.from({ length: 20 }, () => gateway.get("/v1/transactions/paid-1")))
    await new Promise((resolve) => setTimeout(resolve, 300))
    assert.strictEqual((await gateway.get("/v1/transactions/paid-1")).status, 200)
    assert.strictEqual(await gateway.stop(), 0)
  })
})
