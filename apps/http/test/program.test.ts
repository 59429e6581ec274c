import { assert, describe, it } from "@effect/vitest"
import { runCaptured } from "../../../scripts/programs.ts"
import { startGatewayProgram } from "./GatewayProgram.ts"
import { exchange, requestText } from "./RawConnection.ts"

const secret = "AOP-S3CRET"

describe("the program", () => {
  it("needs a registration to ask with", async () => {
    const { code, stderr } = await runCaptured("http", [], { PORT: "0" })
    assert.strictEqual(code, 64)
    assert.include(stderr, "AOPAY_REGISTRATION_ID is not set.")
  })

  it.each([
    ["BILL_STATUS_TIMEOUT", "soon"],
    ["BILL_STATUS_DEADLINE", "-1s"],
    ["BILL_STATUS_RATE", "0/s"],
    ["BILL_STATUS_CONCURRENCY", "0"],
    ["BILL_STATUS_CONCURRENCY", "1.5"],
    ["BILL_STATUS_REMEMBERED_MIB", "4097"],
    ["BILL_STATUS_REQUESTS_AT_MOST", "many"],
    ["BILL_STATUS_STREAMS_AT_MOST", "-1"],
    ["BILL_STATUS_GRACE", "1 fortnight"],
    ["BILL_STATUS_REQUEST_LOG", "maybe"],
    ["BILL_STATUS_LAYER", "mock"],
    ["PORT", "65536"]
  ])("refuses %s=%s by name, and does not repeat it", async (name, value) => {
    const { code, stderr, stdout } = await runCaptured("http", [], {
      AOPAY_REGISTRATION_ID: secret,
      PORT: "0",
      [name]: value
    })
    assert.strictEqual(code, 64)
    assert.strictEqual(stdout, "")
    assert.include(stderr, `${name} is not valid. Set it to`)
    assert.notInclude(stderr, secret)
  })

  it("says which keys file it cannot read", async () => {
    const { code, stderr } = await runCaptured("http", [], {
      BILL_STATUS_LAYER: "stub",
      BILL_STATUS_KEYS_FILE: "/nowhere/keys.json"
    })
    assert.strictEqual(code, 64)
    assert.include(stderr, "/nowhere/keys.json")
  })

  it("runs on the stub layer without settings, and says when its port is taken", async () => {
    const gateway = await startGatewayProgram({ BILL_STATUS_LAYER: "stub" })
    const answer = await exchange(gateway.port, requestText("GET", "/v1/transactions/paid-1"))
    assert.strictEqual(JSON.parse(answer?.body.toString() ?? "").verdict, "Paid")
    const { code, stderr } = await runCaptured("http", [], {
      BILL_STATUS_LAYER: "stub",
      PORT: String(gateway.port)
    })
    assert.strictEqual(code, 64)
    assert.include(stderr, "EADDRINUSE")
    await gateway.stop()
  })
})
