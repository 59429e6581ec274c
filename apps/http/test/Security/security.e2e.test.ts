import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs"
import { createServer, type Server } from "node:http"
import { once } from "node:events"
import { connect } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import {
  mockSettings,
  runCaptured,
  type RunningServer,
  startServer
} from "../../../../scripts/programs.ts"
import { type Answered, BuiltGateway, type Question } from "../BuiltGateway.ts"

let mock: RunningServer
let gateway: BuiltGateway
let elsewhere: Server
let elsewhereAsked = 0
let folder = ""
const keys = new Map<string, string>()

const file = () => join(folder, "keys.json")

const createKey = async (name: string, flags: string) => {
  const args = `keys create --name ${name} ${flags}`.trim().split(" ")
  const { stdout } = await runCaptured("http", [...args, "--file", file()])
  keys.set(name, stdout.trim())
}

const bearer = (name: string) => ({ authorization: `Bearer ${keys.get(name) ?? "none"}` })

const tagOf = ({ body }: Answered): unknown => {
  const { tag }: { readonly tag?: unknown } = JSON.parse(body)
  return tag
}

/** Sends bytes as they are; gives all that comes back. */
const sendRaw = async (bytes: string): Promise<string> => {
  const { hostname, port } = new URL(await gateway.listening())
  const socket = connect({ host: hostname, port: Number(port) })
  await once(socket, "connect")
  socket.write(bytes)
  return text(socket)
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "security-"))
  await createKey("team", "--registration AOP-554")
  await createKey("reader", "--registration AOP-554 --scope read")
  await createKey("slow", "--registration AOP-554 --rate 2/h")
  await createKey("revoked", "--registration AOP-554")
  const revoked = keys.get("revoked")?.slice(9, 19) ?? ""
  await runCaptured("http", ["keys", "revoke", revoked, "--file", file()])
  elsewhere = createServer((_, response) => {
    elsewhereAsked += 1
    response.end()
  }).listen(0, "127.0.0.1")
  await once(elsewhere, "listening")
  mock = await startServer("mock-server")
  gateway = new BuiltGateway({
    ...mockSettings(mock.address),
    BILL_STATUS_LAYER: "live",
    BILL_STATUS_KEYS_FILE: file()
  })
  await gateway.listening()
})

afterAll(async () => {
  await gateway.stop()
  await mock.stop()
  elsewhere.close()
  rmSync(folder, { recursive: true })
})

describe("who may ask what", () => {
  it.each([
    { path: "/v1/transactions/paid-1" },
    {
      path: "/api/AOP/BillPaymentStatus",
      method: "POST",
      body: JSON.stringify({ RegistrationID: "AOP-999", referenceid: "paid-1" })
    }
  ] satisfies ReadonlyArray<Question>)(
    "no key asks as another partner than its own: $path",
    async (question) => {
      const headers = { "registration-id": "AOP-999", ...bearer("team") }
      const answer = await gateway.ask({ ...question, headers })
      assert.strictEqual(answer.status, 403)
      assert.strictEqual(tagOf(answer), "Forbidden")
      assert.notInclude(answer.body, "AOP-")
    }
  )

  it.each([
    ["without a key", {}],
    ["with a mistyped key", { authorization: `Bearer bps_live_${"a".repeat(48)}` }],
    ["with a key that was revoked", "revoked"],
    ["with a key in another scheme", { authorization: "Basic dGVhbTp0ZWFt" }]
  ] as const)("nobody asks %s", async (_, given) => {
    const headers = typeof given === "string" ? bearer(given) : given
    const answers = await Promise.all(
      [
        { path: "/v1/transactions/paid-1" },
        { path: "/v1/transactions/paid-1/events" },
        { path: "/v1/transactions/batch", method: "POST", body: '{"references":[]}' },
        { path: "/api/AOP/BillPaymentStatus", method: "POST", body: "{}" },
        { path: "/metrics" }
      ].map((question) => gateway.ask({ ...question, headers }))
    )
    assert.deepStrictEqual(
      answers.map(({ status }) => status),
      [401, 401, 401, 401, 401]
    )
    for (const { headers } of answers)
      assert.strictEqual(headers["www-authenticate"], 'Bearer realm="bill-status"')
  })

  it("a key that may read may not ask for many, follow, or see metrics", async () => {
    const headers = { ...bearer("reader"), "content-type": "application/json" }
    const answers = await Promise.all([
      gateway.ask({ path: "/v1/transactions/paid-1", headers }),
      gateway.ask({ path: "/metrics", headers }),
      gateway.ask({ path: "/v1/transactions/paid-1/events", headers }),
      gateway.ask({
        path: "/v1/transactions/batch",
        method: "POST",
        body: '{"references":["paid-1"]}',
        headers
      })
    ])
    assert.deepStrictEqual(
      answers.map(({ status }) => status),
      [200, 403, 403, 403]
    )
  })

  it("a key that was not made for it does not see metrics", async () => {
    const answer = await gateway.ask({ path: "/metrics", headers: bearer("team") })
    assert.strictEqual(answer.status, 403)
  })

  it("keys stand in their file as hashes, for its owner alone", () => {
    const stored = readFileSync(file(), "utf8")
    for (const key of keys.values()) assert.notInclude(stored, key.slice(20))
    assert.strictEqual(statSync(file()).mode & 0o077, 0)
  })
})

describe("what is told", () => {
  it("an account number is masked, and a registration never told", async () => {
    const { body } = await gateway.ask({
      path: "/v1/transactions/123456",
      headers: bearer("team")
    })
    assert.include(body, "•••••7100")
    assert.notInclude(body, "AOP-554")
  })

  it("a fault of AOPay's is a problem without anything AOPay said by mistake", async () => {
    const answer = await gateway.ask({
      path: "/v1/transactions/html-1",
      headers: bearer("team")
    })
    assert.strictEqual(answer.status, 502)
    assert.notInclude(answer.body, "<")
    assert.notInclude(answer.body, "    at ")
  })
})

const batch = (body: string): Question => ({
  path: "/v1/transactions/batch",
  method: "POST",
  body,
  headers: { ...bearer("team"), "content-type": "application/json" }
})

describe("how much may be asked", () => {
  it("a key keeps to its rate, and is told when to come back", async () => {
    const question = { path: "/v1/transactions/paid-1", headers: bearer("slow") }
    await gateway.ask(question)
    await gateway.ask(question)
    const third = await gateway.ask(question)
    assert.strictEqual(third.status, 429)
    assert.isAbove(Number(third.headers["retry-after"]), 0)
  })

  it.each([
    ["a body of 2 MB", 413, () => batch(`{"references":["${"x".repeat(2_000_000)}"]}`)],
    ["a batch of 1,001", 400, () => batch(JSON.stringify({ references: Array(1001).fill("a") }))],
    ["an address of 9,000 characters", 414, () => ({ path: `/${"a".repeat(9000)}` })],
    ["headers of 20 kB", 431, () => ({ path: "/", headers: { "x-long": "a".repeat(20_000) } })],
    ["a body that is no JSON", 400, () => batch("{")],
    ["deep JSON", 400, () => batch("[".repeat(100_000))]
  ] as const)("%s is refused with %i", async (_, status, question) => {
    const answer = await gateway.ask(question())
    assert.strictEqual(answer.status, status)
    assert.strictEqual(answer.headers["content-type"], "application/problem+json")
  })

  it("a request that never ends is cut off", { timeout: 30_000 }, async () => {
    const answer = await sendRaw(
      "GET /v1/transactions/paid-1 HTTP/1.1\r\nhost: gateway\r\nx-slow: "
    )
    assert.match(answer, /^HTTP\/1\.1 408 /)
  })
})

describe("whom the gateway asks", () => {
  it("AOPay alone, whatever address, host or header a request names", async () => {
    const address = elsewhere.address()
    const port = typeof address === "object" ? address?.port : 0
    const other = `127.0.0.1:${port}`
    const auth = `authorization: Bearer ${keys.get("team")}\r\nconnection: close`
    await Promise.all([
      sendRaw(
        `GET http://${other}/v1/transactions/paid-1 HTTP/1.1\r\nhost: ${other}\r\n${auth}\r\n\r\n`
      ),
      sendRaw(`CONNECT ${other} HTTP/1.1\r\nhost: ${other}\r\n${auth}\r\n\r\n`),
      ...["host", "x-forwarded-host", "forwarded", "x-aopay-base-url"].map((header) =>
        gateway.ask({
          path: `/v1/transactions/paid-1?url=http://${other}/`,
          headers: { ...bearer("team"), [header]: other }
        })
      ),
      gateway.ask({
        path: `/v1/transactions/${encodeURIComponent(`http://${other}/`)}`,
        headers: bearer("team")
      })
    ])
    assert.strictEqual(elsewhereAsked, 0)
  })
})

describe("what every answer carries", () => {
  const strict = {
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer"
  }
  const questions: ReadonlyArray<Question> = [
    { path: "/v1/transactions/paid-1" },
    { path: "/v1/transactions/paid-1?unknown=1" },
    { path: "/health/live" },
    { path: "/health/ready" },
    { path: "/openapi.json" },
    { path: "/no/such" },
    { path: "/%" },
    { path: "/v1/transactions/paid-1", method: "DELETE" },
    { path: "/v1/transactions/batch", method: "POST", body: "{}" },
    { path: "/", headers: { "x-long": "a".repeat(20_000) } }
  ]

  it.each(questions)(
    "strict headers, and none about the program: $method $path",
    async (question) => {
      const { headers } = await gateway.ask(question)
      assert.deepInclude(headers, strict)
      assert.isUndefined(headers["server"])
      assert.isUndefined(headers["x-powered-by"])
    }
  )

  it.each([
    { path: "/v1/transactions/paid-1" },
    { path: "/v1/transactions/paid-1", method: "OPTIONS" },
    { path: "/openapi.json" }
  ] satisfies ReadonlyArray<Question>)(
    "no page of another origin reads it: $method $path",
    async (question) => {
      const { headers } = await gateway.ask({
        ...question,
        headers: {
          origin: "https://elsewhere.example",
          "access-control-request-method": "GET",
          "access-control-request-headers": "authorization"
        }
      })
      for (const name of Object.keys(headers)) assert.notMatch(name, /^access-control-/)
    }
  )

  it("an answer about a payment is kept by no shared cache", async () => {
    const { headers } = await gateway.ask({
      path: "/v1/transactions/paid-1",
      headers: bearer("team")
    })
    assert.match(headers["cache-control"] ?? "", /^(no-store|private)/)
  })
})

describe("what there is", () => {
  it("every route is in the contract, and no other answers", async () => {
    const { body } = await gateway.get("/openapi.json")
    const { paths }: { readonly paths: { readonly [path: string]: unknown } } = JSON.parse(body)
    const lost = await gateway.get("/v0/transactions/paid-1")
    const { routes }: { readonly routes: ReadonlyArray<string> } = JSON.parse(lost.body)
    const told = new Set(routes.map((route) => route.replace(/^\w+ /, "")))
    for (const path of Object.keys(paths)) assert.isTrue(told.has(path), path)
    assert.strictEqual(lost.status, 404)
  })

  it("without keys it answers this machine alone", async () => {
    const { code, stderr } = await runCaptured("http", [], {
      BILL_STATUS_LAYER: "stub",
      HOST: "0.0.0.0",
      PORT: "0"
    })
    assert.strictEqual(code, 64)
    assert.include(stderr, "only this machine may ask")
  })
})
