import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { scenarios } from "@bill-payment-status/core/testing"
import { type RunningServer, startServer } from "../../../scripts/programs.ts"
import { complaintAbout, operationNamed, operations } from "../fuzz/Contract.ts"
import { agent, answerTo, type Request } from "../fuzz/Request.ts"

let gateway: RunningServer

beforeAll(async () => {
  gateway = await startServer("http", {
    BILL_STATUS_LAYER: "stub",
    BILL_STATUS_REQUEST_LOG: "off"
  })
})

afterAll(async () => {
  agent.destroy()
  await gateway.stop()
})

const json = ["content-type", "application/json"] as const

interface Asked {
  readonly operation: string
  readonly target: string
  /** Any that the document has, where there is none. */
  readonly status?: number
  readonly headers?: Request["headers"]
  readonly body?: unknown
}

const asked: ReadonlyArray<Asked> = [
  { operation: "status", target: "/v1/transactions/paid-1", status: 200 },
  { operation: "status", target: "/v1/transactions/paid-1?fresh=true", status: 200 },
  { operation: "status", target: "/v1/transactions/%20", status: 400 },
  { operation: "status", target: "/v1/transactions/paid-1?fresh=maybe", status: 400 },
  {
    operation: "batch",
    target: "/v1/transactions/batch",
    status: 200,
    headers: [json],
    body: { references: scenarios.map(({ example }) => example) }
  },
  {
    operation: "batch",
    target: "/v1/transactions/batch",
    status: 200,
    headers: [json, ["accept", "application/x-ndjson"]],
    body: { references: scenarios.map(({ example }) => example) }
  },
  {
    operation: "batch",
    target: "/v1/transactions/batch",
    status: 400,
    headers: [json],
    body: { references: [1] }
  },
  {
    operation: "batch",
    target: "/v1/transactions/batch",
    status: 415,
    headers: [["content-type", "text/plain"]],
    body: {}
  },
  { operation: "events", target: "/v1/transactions/refunded-1/events", status: 200 },
  { operation: "events", target: "/v1/transactions/pending-1/events", status: 200 },
  { operation: "events", target: "/v1/transactions/code-7-1/events", status: 200 },
  {
    operation: "events",
    target: "/v1/transactions/refunded-1/events",
    status: 204,
    headers: [["last-event-id", "Refunded.final@2026-02-01T00:00:00.000Z~FU85t9S3"]]
  },
  ...scenarios.map(({ example }): Asked => ({
    operation: "billPaymentStatus",
    target: "/api/AOP/BillPaymentStatus",
    headers: [json],
    body: { referenceid: example, RegistrationID: "AOP-554" }
  })),
  { operation: "live", target: "/health/live", status: 200 },
  { operation: "ready", target: "/health/ready", status: 200 },
  { operation: "metrics", target: "/metrics", status: 200 },
  { operation: "openapi", target: "/openapi.json", status: 200 },
  { operation: "docs", target: "/docs", status: 200 },
  { operation: "problems", target: "/problems", status: 200 },
  {
    operation: "problems",
    target: "/problems",
    status: 200,
    headers: [["accept", "text/html"]]
  },
  { operation: "problem", target: "/problems/invalid-signature", status: 200 },
  { operation: "problem", target: "/problems/none", status: 404 }
]

describe("what openapi.json says is what comes", () => {
  it.each(asked)("$operation $target $status", async ({ body, headers = [], ...rest }) => {
    const operation = operationNamed(rest.operation)
    const answer = await answerTo(gateway.address, {
      method: operation.method,
      target: rest.target,
      headers,
      body: body === undefined ? undefined : Buffer.from(JSON.stringify(body)),
      operation
    })
    assert.isUndefined(complaintAbout(operation, answer))
    if (rest.status !== undefined) assert.strictEqual(answer.status, rest.status)
  })

  it.each(scenarios)("status of $example", async ({ example }) => {
    const operation = operationNamed("status")
    const target = `/v1/transactions/${example}`
    const request: Request = { method: "GET", target, headers: [], body: undefined, operation }
    assert.isUndefined(complaintAbout(operation, await answerTo(gateway.address, request)))
  })

  it("of every operation", () => {
    const names = new Set(asked.map(({ operation }) => operation))
    assert.deepStrictEqual(
      operations.map(({ id }) => id).filter((id) => !names.has(id)),
      []
    )
  })
})
