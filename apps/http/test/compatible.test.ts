import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { scenarios } from "@bill-payment-status/core/testing"
import {
  faultNames,
  type RunningMockServer,
  startMockServer
} from "@bill-payment-status/mock-server"
import { mockSettings } from "../../../scripts/programs.ts"
import { type GatewayProgram, startGatewayProgram } from "./GatewayProgram.ts"
import { exchange, type RawAnswer, requestText } from "./RawConnection.ts"

const route = "/api/AOP/BillPaymentStatus"

let mock: RunningMockServer
let gateway: GatewayProgram

beforeAll(async () => {
  mock = await startMockServer({ clock: "2026-03-01T00:00:00Z" })
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

const question = (reference: string) =>
  JSON.stringify({ referenceid: reference, RegistrationID: "AOP-554" })

const ask = (port: number, reference: string) =>
  exchange(port, requestText("POST", route, { body: question(reference) }))

/** What AOPay itself says. */
const askAopay = async (reference: string) => {
  const response = await fetch(mock.url + route, { method: "POST", body: question(reference) })
  return { status: response.status, body: await response.text() }
}

/** What a reader of AOPay's answers looks for, however it spells it. */
const aopayNames = new Set(["response_code", "responsecode", "data"])

const namesIn = (value: unknown): ReadonlyArray<string> =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([name, inner]) => [name.toLowerCase()].concat(namesIn(inner)))
    : []

/** Neither an answer of AOPay's nor anything that could be taken for one. */
const assertNoAnswer = (answer: RawAnswer | undefined): void => {
  const text = answer?.body.toString() ?? ""
  assert.include([502, 503, 504], answer?.status, text)
  assert.strictEqual(answer?.headers["content-type"], "application/problem+json")
  const problem = JSON.parse(text)
  assert.deepStrictEqual(
    namesIn(problem).filter((name) => aopayNames.has(name)),
    []
  )
  for (const member of ["type", "title", "detail", "tag", "requestId", "retry", "advice"])
    assert.isString(problem[member])
}

const passedOn: ReadonlySet<string> = new Set([
  "Paid",
  "Pending",
  "RefundDue",
  "Refunded",
  "Conflict",
  "TransactionNotFound",
  "ServiceDisabled",
  "InquiryRejected",
  "UnableToProcess",
  "TokenRejected",
  "InvalidSignature"
])

describe("AOPay's own route", () => {
  it.each(scenarios.map(({ example, outcomes: [outcome] }) => ({ example, outcome })))(
    "$example: $outcome",
    async ({ example, outcome }) => {
      const answer = await ask(gateway.port, example)
      if (!passedOn.has(outcome)) return assertNoAnswer(answer)
      const said = await askAopay(example)
      assert.strictEqual(answer?.body.toString(), said.body)
      assert.strictEqual(answer?.status, said.status)
      assert.strictEqual(answer?.headers["content-type"], "application/json")
      assert.strictEqual(answer?.headers["cache-control"], "no-store")
    }
  )

  it("takes the question as AOPay does, whatever type it declares", async () => {
    const body = question("paid-1")
    const said = await askAopay("paid-1")
    const answers = await Promise.all(
      [[], ["content-type: text/plain"], ["content-type: application/x-www-form-urlencoded"]].map(
        (headers) => exchange(gateway.port, requestText("POST", route, { body, headers }))
      )
    )
    for (const answer of answers) assert.strictEqual(answer?.body.toString(), said.body)
  })

  it("gives a known code with every HTTP status, and never one that cannot have a body", async () => {
    const code = '{"status":false,"response_code":2,"message":"x"}'
    const statuses = [200, 201, 400, 401, 404, 412, 418, 500, 502, 503]
    const answers = await Promise.all(
      statuses.map((status) => {
        mock.put(`said-with-${status}`, { answers: [{ status, body: code }] })
        return ask(gateway.port, `said-with-${status}`)
      })
    )
    assert.deepStrictEqual(
      answers.map((answer) => [answer?.status, answer?.body.toString()]),
      statuses.map((status) => [status, code])
    )
  })
})

describe("an answer that only looks like one", () => {
  it.each([
    ["no code", '{"status":true,"data":{"status":"1","refunded":"0"}}'],
    ["a code nobody listed", '{"status":true,"response_code":8,"data":{}}'],
    ["code 0", '{"response_code":0}'],
    ["two codes that disagree", '{"response_code":1,"responsecode":2}'],
    ["code 1 without data", '{"response_code":1,"status":true}'],
    ["code 1 that is not true", '{"response_code":1,"status":false,"data":{}}'],
    ["text before it", 'Warning: x{"response_code":2,"status":false}'],
    ["a list", "[1]"],
    ["nothing", ""]
  ])("%s", async (name, body) => {
    const reference = `looks-${name.replaceAll(" ", "-")}`
    mock.put(reference, { answers: [{ body }] })
    const answer = await ask(gateway.port, reference)
    assertNoAnswer(answer)
    assert.isAbove(answer?.body.length ?? 0, 0)
  })
})

describe("with every quirk and fault of AOPay", () => {
  const states = ["paid", "pending", "refund-due", "refunded", "conflict"] as const

  it("a mixture of quirks: an answer about the reference, or a problem", async () => {
    mock.quirks("all")
    const references = Array.from(
      { length: 60 },
      (_, index) => `${states[index % states.length]}-quirk-${index}`
    )
    const answers = await Promise.all(references.map((each) => ask(gateway.port, each)))
    mock.quirks()
    for (const [index, answer] of answers.entries())
      if (answer?.status === 200) {
        const body = JSON.parse(answer.body.toString())
        assert.strictEqual(String(body.response_code ?? body.responsecode), "1")
        assert.strictEqual(String(body.data.refid), references[index])
      } else assertNoAnswer(answer)
    assert.isAbove(answers.filter((answer) => answer?.status === 200).length, 10)
  })

  it.each(faultNames)("%s", async (fault) => {
    const answers = await Promise.all(
      states.map((state) => {
        const reference = `${state}-with-${fault}`
        mock.put(reference, { state, faults: [{ fault }] })
        return ask(gateway.port, reference).then((answer) => ({ answer, state }))
      })
    )
    for (const { answer, state } of answers)
      if (answer?.status === 200) {
        const body = JSON.parse(answer.body.toString())
        assert.strictEqual(body.response_code, 1)
        assert.strictEqual(body.data.refid, `${state}-with-${fault}`)
      } else assertNoAnswer(answer)
  })
})

describe("the log", () => {
  it("holds no reference, registration or account number", () => {
    assert.notInclude(gateway.stderr(), "AOP-554")
    assert.notInclude(gateway.stderr(), "-with-")
    assert.notMatch(gateway.stderr(), /"level":"ERROR"/)
  })
})
