import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { scenarios } from "@bill-payment-status/core/testing"
import {
  mockSettings,
  runCaptured,
  type RunningServer,
  startServer
} from "../../../scripts/programs.ts"

let mock: RunningServer
let gateway: RunningServer

beforeAll(async () => {
  mock = await startServer("mock-server")
  gateway = await startServer("http", mockSettings(mock.address))
})

afterAll(async () => {
  await gateway.stop()
  await mock.stop()
})

const get = async (path: string) => {
  const response = await fetch(gateway.address + path)
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    body: JSON.parse(await response.text())
  }
}

/** One scenario never answers: the gateway says so once its deadline of 30 seconds has passed. */
const slowest = 60_000

const statuses: { readonly [outcome: string]: number } = {
  InvalidInquiry: 400,
  TransactionNotFound: 404,
  InquiryRejected: 422,
  ServiceDisabled: 503,
  ProviderUnavailable: 503,
  ProviderTimeout: 504,
  UnableToProcess: 502,
  TokenRejected: 502,
  InvalidSignature: 502,
  UndecodableAnswer: 502,
  UnknownResponseCode: 502,
  MismatchedReference: 502,
  ProviderUnreachable: 502
}

describe("GET /v1/transactions/{reference}", () => {
  it.each(scenarios.map(({ example, outcomes: [outcome] }) => ({ example, outcome })))(
    "$example: $outcome",
    async ({ example, outcome }) => {
      const { body, status, type } = await get(`/v1/transactions/${example}`)
      assert.strictEqual(body.referenceId, example)
      assert.strictEqual(body.tag ?? body.verdict, outcome)
      assert.strictEqual(status, statuses[outcome] ?? 200)
      assert.strictEqual(
        type,
        body.tag === undefined ? "application/json" : "application/problem+json"
      )
    },
    slowest
  )

  it("masks the account number", async () => {
    const { body } = await get("/v1/transactions/123456")
    assert.strictEqual(body.transaction.customerAccount, "•••••7100")
  })

  it.each(["%20", "x".repeat(65), "x".repeat(5000), "%00", "%C2%9B"])(
    "refuses the reference %.10s",
    async (reference) => {
      const { body, status } = await get(`/v1/transactions/${reference}`)
      assert.strictEqual(status, 400)
      assert.strictEqual(body.type, "/problems/invalid-inquiry")
    }
  )
})

describe("the other routes", () => {
  it("/health/live is ok", async () => {
    assert.deepStrictEqual((await get("/health/live")).body, { status: "ok" })
  })

  it("/openapi.json is OpenAPI 3.1 with every route", async () => {
    const { body } = await get("/openapi.json")
    assert.match(body.openapi, /^3\.1\./)
    assert.hasAllKeys(body.paths, ["/v1/transactions/{reference}", "/health/live"])
  })

  it.each(["/v1/transactions/%E0%A4%A", "/%", "/v1/transactions/%FF"])(
    "%s is a problem",
    async (path) => {
      const { body, status } = await get(path)
      assert.strictEqual(status, 404)
      assert.strictEqual(body.title, "No such route")
    }
  )

  it("any other is a problem", async () => {
    const { body, status, type } = await get("/v2")
    assert.strictEqual(status, 404)
    assert.strictEqual(type, "application/problem+json")
    assert.include(body.detail, "GET /v2")
  })
})

describe("the program", () => {
  it.each(["0.0.0.0", "::", "192.168.1.1", "example.test"])(
    "without keys refuses to listen on %s",
    async (host) => {
      const { code, stderr } = await runCaptured("http", [], {
        ...mockSettings(mock.address),
        HOST: host
      })
      assert.strictEqual(code, 64)
      assert.include(stderr, "HOST is not valid. Set it to a loopback address")
    }
  )

  it("needs a registration to ask with", async () => {
    const { code, stderr } = await runCaptured("http", [], { PORT: "0" })
    assert.strictEqual(code, 64)
    assert.include(stderr, "AOPAY_REGISTRATION_ID is not set.")
  })

  it("runs on the stub layer without settings", async () => {
    const stubbed = await startServer("http", { BILL_STATUS_LAYER: "stub" })
    const response = await fetch(`${stubbed.address}/v1/transactions/paid-1`)
    assert.strictEqual(JSON.parse(await response.text()).verdict, "Paid")
    await stubbed.stop()
  })
})
