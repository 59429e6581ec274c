import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { PageExamples } from "@bill-payment-status/core/testing"
import { runCaptured, type RunningServer, startServer } from "../../../scripts/programs.ts"

let mock: RunningServer

beforeAll(async () => {
  mock = await startServer("mock-server")
})

afterAll(() => mock.stop())

const ask = async (body: string, path = "/api/AOP/BillPaymentStatus") => {
  const response = await fetch(mock.address + path, { method: "POST", body })
  return { status: response.status, body: await response.text() }
}

describe("the provider's route", () => {
  it("answers the page's request with the page's answer, its missing quote mended", async () => {
    const { body, status } = await ask(
      `{"referenceid":"${PageExamples.referenceId}","RegistrationID":"${PageExamples.registrationId}"}`
    )
    assert.strictEqual(status, 200)
    assert.strictEqual(body, PageExamples.refundedAnswer)
  })

  it("answers any other registration with the page's 401, byte for byte", async () => {
    const { body, status } = await ask('{"referenceid":"123456","RegistrationID":"AOP-555"}')
    assert.strictEqual(status, 401)
    assert.strictEqual(body, PageExamples.invalidSignatureAnswer)
  })

  it("answers the same bytes for the same reference", async () => {
    const question = '{"referenceid":"paid-7","RegistrationID":"AOP-554"}'
    assert.deepStrictEqual(await ask(question), await ask(question))
  })

  it.each([
    "",
    "{",
    "[]",
    "null",
    '{"referenceid":"123456"}',
    '{"referenceid":123456,"RegistrationID":"AOP-554"}',
    `{"referenceid":"${"x".repeat(100_000)}","RegistrationID":"AOP-554"}`
  ])("answers a question it cannot accept with code 4: %.40s", async (question) => {
    const { body, status } = await ask(question)
    assert.strictEqual(status, 401)
    assert.strictEqual(JSON.parse(body).response_code, 4)
  })
})

describe("everything else", () => {
  it("GET /_mock/scenarios lists each scenario with an example", async () => {
    const response = await fetch(`${mock.address}/_mock/scenarios`)
    const { scenarios }: { scenarios: ReadonlyArray<{ name: string; example: string }> } =
      JSON.parse(await response.text())
    const names = scenarios.map(({ name }) => name)
    assert.includeMembers(names, ["123456", "paid", "refund-due", "code-7", "timeout"])
    for (const { example, name } of scenarios) assert.isTrue(example.startsWith(name))
  })

  it("is told what exists", async () => {
    const { body, status } = await ask("{}", "/api/AOP/BillPaymentStatu")
    assert.strictEqual(status, 404)
    assert.include(JSON.parse(body).detail, "POST /api/AOP/BillPaymentStatu")
    assert.include(JSON.parse(body).routes, "POST /api/AOP/BillPaymentStatus")
  })
})

describe("the program", () => {
  it.each([
    ["PORT", "http"],
    ["PORT", "65536"],
    ["PORT", "-1"],
    ["PORT", "1.5"],
    ["PORT", "1e3"],
    ["PORT", "0x50"]
  ])("names a malformed setting and exits 64: %s=%s", async (name, value) => {
    const { code, stderr } = await runCaptured("mock-server", [], { [name]: value })
    assert.strictEqual(code, 64)
    assert.match(stderr, new RegExp(`^bill-status-mock: ${name} is not valid\\. Set it to .+\\n$`))
  })

  it("says which port is taken and exits 64", async () => {
    const { port } = new URL(mock.address)
    const { code, stderr } = await runCaptured("mock-server", [], { PORT: port })
    assert.strictEqual(code, 64)
    assert.include(stderr, `Cannot listen on 127.0.0.1 port ${port} (EADDRINUSE).`)
  })

  it("refuses arguments", async () => {
    const { code, stderr } = await runCaptured("mock-server", ["--port", "5000"])
    assert.strictEqual(code, 64)
    assert.include(stderr, "set HOST and PORT")
  })

  it("stops on SIGTERM with exit code 0", async () => {
    const server = await startServer("mock-server")
    assert.strictEqual(await server.stop(), 0)
  })

  it("listens on this machine only, unless told otherwise", () => {
    assert.strictEqual(new URL(mock.address).hostname, "127.0.0.1")
  })
})
