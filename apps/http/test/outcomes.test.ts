import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { scenarios } from "@bill-payment-status/core/testing"
import { type RunningMockServer, startMockServer } from "@bill-payment-status/mock-server"
import { mockSettings } from "../../../scripts/programs.ts"
import { assertProblem } from "./assertProblem.ts"
import { followEvents } from "./followEvents.ts"
import { type GatewayProgram, startGatewayProgram } from "./GatewayProgram.ts"
import { exchange, requestText } from "./RawConnection.ts"

let mock: RunningMockServer
let gateway: GatewayProgram

beforeAll(async () => {
  mock = await startMockServer()
  gateway = await startGatewayProgram({
    ...mockSettings(mock.url),
    BILL_STATUS_TIMEOUT: "500ms",
    BILL_STATUS_DEADLINE: "1s"
  })
})

afterAll(async () => {
  await gateway.stop()
  await mock.stop()
})

/** By the error table of the design. */
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

/** Those that end the following of a payment; the others may pass. */
const endsFollowing: ReadonlySet<string> = new Set([
  "ServiceDisabled",
  "InquiryRejected",
  "TokenRejected",
  "InvalidSignature",
  "UndecodableAnswer",
  "UnknownResponseCode",
  "MismatchedReference"
])

const rows = scenarios.map(({ example, outcomes: [outcome] }) => ({ example, outcome }))

const members = [
  "referenceId",
  "verdict",
  "final",
  "refundSafe",
  "resendSafe",
  "responseCode",
  "message",
  "why",
  "drift",
  "checkedAt",
  "transaction"
]

const headers = ["x-request-id: the-same"]

const get = (target: string) => exchange(gateway.port, requestText("GET", target, { headers }))

const ofThemselves = new Set(["date", "age"])

const comparable = (answer: Awaited<ReturnType<typeof get>>) => ({
  status: answer?.status,
  headers: Object.fromEntries(
    Object.entries(answer?.headers ?? {}).filter(([name]) => !ofThemselves.has(name))
  ),
  body: answer?.body.toString()
})

describe("one transaction", () => {
  it.each(rows)("$example: $outcome", async ({ example, outcome }) => {
    const [first = "", ...rest] = example
    const escaped = `%${first.charCodeAt(0).toString(16)}${rest.join("")}`
    const [plain, asked, written] = await Promise.all([
      get(`/v1/transactions/${example}`),
      get(`/v1/transactions/${example}?fresh=false`),
      get(`/v1/transactions/${escaped}`)
    ])
    const status = statuses[outcome]
    const body = JSON.parse(plain?.body.toString() ?? "null")
    if (status === undefined) {
      assert.strictEqual(plain?.status, 200)
      assert.strictEqual(plain?.headers["content-type"], "application/json")
      assert.strictEqual(body.verdict, outcome)
      assert.hasAllKeys(body, members)
    } else assertProblem(plain, { status, tag: outcome })
    assert.strictEqual(body.referenceId, example)
    assert.deepStrictEqual(comparable(asked), comparable(plain))
    assert.deepStrictEqual(comparable(written), comparable(plain))
  })

  it("masks the account number", async () => {
    const answer = await get("/v1/transactions/123456")
    assert.strictEqual(
      JSON.parse(answer?.body.toString() ?? "").transaction.customerAccount,
      "•••••7100"
    )
  })
})

describe("a batch", () => {
  const references = [...rows.map(({ example }) => example), "", "paid-1", "x".repeat(65)]
  const outcomes = [
    ...rows.map(({ outcome }) => outcome),
    "InvalidInquiry",
    "Paid",
    "InvalidInquiry"
  ]

  const askBatch = (...more: ReadonlyArray<string>) =>
    exchange(
      gateway.port,
      requestText("POST", "/v1/transactions/batch", {
        body: JSON.stringify({ references }),
        headers: ["content-type: application/json", ...more]
      })
    )

  const assertResults = (
    results: ReadonlyArray<{ referenceId: string; verdict?: string; error?: { tag: string } }>
  ) => {
    assert.deepStrictEqual(
      results.map(({ referenceId }) => referenceId),
      references
    )
    assert.deepStrictEqual(
      results.map(({ error, verdict }) => error?.tag ?? verdict),
      outcomes
    )
    for (const result of results)
      if (result.error === undefined) assert.hasAllKeys(result, members)
      else
        assert.hasAllKeys(result.error, ["tag", "responseCode", "httpStatus", "message", "retry"])
  }

  it("has one result a reference, in order, as one object", async () => {
    const answer = await askBatch()
    assert.strictEqual(answer?.status, 200)
    assert.strictEqual(answer?.headers["content-type"], "application/json")
    assert.strictEqual(answer?.headers["cache-control"], "no-store")
    assertResults(JSON.parse(answer?.body.toString() ?? "").results)
  })

  it.each(["application/x-ndjson", "application/ndjson", "text/html, application/x-ndjson;q=0.9"])(
    "has one a line for %s",
    async (accept) => {
      const answer = await askBatch(`accept: ${accept}`)
      assert.strictEqual(answer?.status, 200)
      assert.strictEqual(answer?.headers["content-type"], "application/x-ndjson")
      const text = answer?.body.toString() ?? ""
      assert.isTrue(text.endsWith("\n"))
      assertResults(
        text
          .trimEnd()
          .split("\n")
          .map((line) => JSON.parse(line))
      )
    }
  )

  it("of no references has no results", async () => {
    const request = requestText("POST", "/v1/transactions/batch", {
      body: '{"references":[]}',
      headers: ["content-type: application/json; charset=UTF-8"]
    })
    const answer = await exchange(gateway.port, request)
    assert.strictEqual(answer?.body.toString(), '{"results":[]}')
  })
})

describe("events", () => {
  it.each(rows)("$example: $outcome", async ({ example, outcome }) => {
    const following = await followEvents(
      `${gateway.url}/v1/transactions/${example}/events?until=paid`
    )
    assert.strictEqual(following.status, 200)
    assert.strictEqual(following.headers["content-type"], "text/event-stream")
    if (statuses[outcome] === undefined) {
      const [event] = await following.events(1)
      assert.isUndefined(event?.event)
      assert.hasAllKeys(event?.data, [...members, "previous"])
      assert.strictEqual(event?.data.verdict, outcome)
      assert.isNull(event?.data.previous)
      if (event?.data.final === true || outcome === "Paid") assert.isTrue(await following.ended)
    } else if (endsFollowing.has(outcome)) {
      const [event] = await following.events(1)
      assert.strictEqual(event?.event, "problem")
      assert.match(event?.id ?? "", /^ended@/)
      assert.strictEqual(event?.data.tag, outcome)
      assert.strictEqual(event?.data.status, statuses[outcome])
      assert.isTrue(await following.ended)
    } else assert.strictEqual(following.text(), "retry: 2000\n\n")
    following.leave()
  })
})

describe("the other routes", () => {
  it("/health/live is ok", async () => {
    const answer = await get("/health/live")
    assert.strictEqual(answer?.body.toString(), '{"status":"ok"}')
  })

  it("/health/ready tells why", async () => {
    const answer = await get("/health/ready")
    assert.deepStrictEqual(JSON.parse(answer?.body.toString() ?? ""), {
      status: "ready",
      provider: "reachable",
      circuit: "closed",
      load: "normal",
      stopping: false
    })
  })

  it("/openapi.json is OpenAPI 3.1 with every route", async () => {
    const answer = await get("/openapi.json")
    const body = JSON.parse(answer?.body.toString() ?? "")
    assert.match(body.openapi, /^3\.1\./)
    assert.containsAllKeys(body.paths, [
      "/v1/transactions/{reference}",
      "/v1/transactions/batch",
      "/v1/transactions/{reference}/events",
      "/api/AOP/BillPaymentStatus",
      "/health/live",
      "/health/ready",
      "/metrics"
    ])
  })

  it("/metrics counts requests by route and status, never by reference", async () => {
    const answer = await get("/metrics")
    const text = answer?.body.toString() ?? ""
    assert.match(
      text,
      /^bill_status_http_requests_total\{route="\/v1\/transactions\/\{reference\}",status="404"\} \d+$/m
    )
    for (const { example } of rows) assert.notInclude(text, example)
  })
})

describe("the log", () => {
  it("holds no reference, registration or account number", () => {
    for (const { example } of rows) assert.notInclude(gateway.stderr(), example)
    assert.notInclude(gateway.stderr(), "AOP-554")
    assert.notInclude(gateway.stderr(), "•")
    assert.notMatch(gateway.stderr(), /"level":"ERROR"/)
  })
})
