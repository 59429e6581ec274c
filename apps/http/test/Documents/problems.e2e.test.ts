import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
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

const ask = async (path: string, accept = "*/*", method = "GET") => {
  const response = await fetch(gateway.address + path, { method, headers: { accept } })
  const { headers, status } = response
  return {
    status,
    headers,
    type: headers.get("content-type"),
    text: await response.text()
  }
}

const browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

describe("the address a problem names", () => {
  it.each(["not-found-1", "code-7-1", "timeout-1", "html-1", "%20"])(
    "of %s tells the same as the problem",
    async (reference) => {
      const problem = JSON.parse((await ask(`/v1/transactions/${reference}`)).text)
      const { status, text, type } = await ask(problem.type)
      const told = JSON.parse(text)
      assert.strictEqual(status, 200)
      assert.strictEqual(type, "application/json")
      const { advice, retry, tag, title } = problem
      assert.deepInclude(told, { tag, title, retry, advice, status: problem.status })
      assert.notStrictEqual(told.cause, "")
    }
  )

  it("is a page for a browser, with what to do on it", async () => {
    const { headers, text, type } = await ask("/problems/transaction-not-found", browser)
    assert.strictEqual(type, "text/html; charset=utf-8")
    assert.strictEqual(headers.get("vary"), "accept")
    assert.match(
      headers.get("content-security-policy") ?? "",
      /^default-src 'none'; style-src 'sha256-/
    )
    assert.include(text, "<h1>No such transaction on record</h1>")
    assert.include(text, "do not refund, do not pay again")
  })

  it("escapes what stands on the page", async () => {
    const { text } = await ask("/problems/undecodable-answer", browser)
    assert.include(text, "<h1>AOPay&#39;s answer cannot be read</h1>")
  })

  it("is a problem where there is none of that name", async () => {
    const { status, text } = await ask("/problems/nothing-of-the-kind", browser)
    const problem = JSON.parse(text)
    assert.strictEqual(status, 404)
    assert.strictEqual(problem.tag, "NoSuchRoute")
    assert.includeMembers(problem.routes, ["GET /problems", "GET /problems/{name}"])
  })

  it("is told about by its headers alone", async () => {
    const { status, text, type } = await ask("/problems/unauthorized", "*/*", "HEAD")
    assert.deepStrictEqual([status, type, text], [200, "application/json", ""])
  })
})

describe("/problems", () => {
  it("lists every problem with a page of its own", async () => {
    const { problems } = JSON.parse((await ask("/problems")).text)
    const types: ReadonlyArray<string> = problems.map(({ type }: { type: string }) => type)
    assert.strictEqual(new Set(types).size, 27)
    const statuses = await Promise.all(types.map(async (type) => (await ask(type)).status))
    assert.deepStrictEqual([...new Set(statuses)], [200])
  })

  it("links to each on its page", async () => {
    const { text } = await ask("/problems", browser)
    assert.include(text, '<a href="/problems/circuit-open">CircuitOpen</a>')
  })
})

describe("/openapi.json", () => {
  it("is the document that is published", async () => {
    const { default: published } = await import("@bill-payment-status/http-api/openapi.json", {
      with: { type: "json" }
    })
    assert.deepStrictEqual(JSON.parse((await ask("/openapi.json")).text), published)
  })
})
