import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { Agent, request } from "node:http"
import { connect } from "node:net"
import { text } from "node:stream/consumers"
import { type RunningServer, startServer } from "../../../../scripts/programs.ts"

let gateway: RunningServer

beforeAll(async () => {
  gateway = await startServer("http", {
    BILL_STATUS_LAYER: "stub",
    BILL_STATUS_REQUEST_LOG: "off"
  })
})

afterAll(async () => {
  await gateway.stop()
})

const ask = (agent: Agent, method: string, path: string, body?: Buffer) =>
  new Promise<number | undefined>((resolve, reject) => {
    const headers =
      body === undefined ? {} : { "content-length": body.byteLength, "content-type": "text/plain" }
    const outgoing = request(gateway.address + path, { agent, method, headers, timeout: 5000 })
    outgoing
      .once("timeout", () => outgoing.destroy(new Error("no answer in time")))
      .once("error", reject)
      .once("response", (incoming) =>
        incoming.resume().once("end", () => resolve(incoming.statusCode))
      )
      .end(body)
  })

/** What is said to these bytes, until the gateway ends the connection. */
const say = (bytes: string): Promise<string> => {
  const { hostname, port } = new URL(gateway.address)
  const socket = connect({ host: hostname, port: Number(port) })
  socket.setTimeout(5000, () => socket.destroy(new Error("no answer in time"))).write(bytes)
  return text(socket)
}

describe("what Node would answer by itself", () => {
  it("is a problem where the request has no host", async () => {
    const answer = await say("GET /health/live HTTP/1.1\r\nconnection: close\r\n\r\n")
    assert.match(answer, /^HTTP\/1\.1 400 /)
    assert.match(answer, /^x-request-id: /m)
    assert.include(answer, '"field":"host"')
  })

  it("is no problem for HTTP/1.0, which has no host", async () => {
    assert.match(await say("GET /health/live HTTP/1.0\r\n\r\n"), /^HTTP\/1\.1 200 /)
  })
})

describe("a connection that is used again", () => {
  it("answers after a HEAD of a stream, of which there is none", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    assert.strictEqual(await ask(agent, "HEAD", "/v1/transactions/pending-1/events"), 405)
    assert.strictEqual(await ask(agent, "GET", "/health/live"), 200)
    agent.destroy()
  })

  it("does not fail after an answer to a long body that nobody read", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const long = Buffer.alloc(1024 * 1024, " ")
    const refuseAndAsk = async (rounds: number): Promise<void> => {
      if (rounds === 0) return
      assert.strictEqual(await ask(agent, "POST", "/api/AOP/BillPaymentStatus", long), 413)
      assert.strictEqual(await ask(agent, "POST", "/v1/transactions/batch", long), 415)
      assert.strictEqual(await ask(agent, "GET", "/health/live"), 200)
      await refuseAndAsk(rounds - 1)
    }
    await refuseAndAsk(5)
    agent.destroy()
  })
})
