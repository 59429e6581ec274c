import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { RegistrationId } from "@bill-payment-status/core"
import { Scope } from "@bill-payment-status/http-api"
import { type RunningMockServer, startMockServer } from "@bill-payment-status/mock-server"
import { DateTime, Duration, Redacted } from "effect"
import { rmSync } from "node:fs"
import { mockSettings, runCaptured } from "../../../scripts/programs.ts"
import type { KeyRecord } from "../src/Keys/KeyRecord.ts"
import { assertProblem } from "./assertProblem.ts"
import { eventually } from "./eventually.ts"
import { type GatewayProgram, startGatewayProgram } from "./GatewayProgram.ts"
import { sampleRecord } from "./Keys/sampleRecord.ts"
import { exchange, openConnection, requestText } from "./RawConnection.ts"
import { writeKeysFile } from "./writeKeysFile.ts"

const own = "AOP-554"
/** AOPay does not know it: whoever asks as it is told so, whatever the reference. */
const foreign = "AOP-OTHER-TEAM"

const registrations = (...ids: ReadonlyArray<string>) =>
  ids.map((id) => Redacted.make(RegistrationId.make(id), { label: "registration id" }))

const keyWith = (more: Partial<KeyRecord>) =>
  sampleRecord({
    scopes: ["read", "batch", "track", "compat", "admin"],
    registrations: [],
    ...more
  })

const past = DateTime.makeUnsafe(0)

const keys = {
  usual: keyWith({}),
  another: keyWith({}),
  named: keyWith({ registrations: registrations(own) }),
  foreign: keyWith({ registrations: registrations(foreign) }),
  both: keyWith({ registrations: registrations(foreign, own) }),
  revoked: keyWith({ revokedAt: past }),
  expired: keyWith({ expiresAt: past }),
  rated: keyWith({ rate: { limit: 3, window: Duration.minutes(1) } }),
  paced: keyWith({ rate: { limit: 4, window: Duration.seconds(1) } }),
  narrow: keyWith({ concurrency: 1 })
}

/** Each with one scope. */
const scoped = Scope.literals.map((scope) => ({ scope, key: keyWith({ scopes: [scope] }) }))

const everyKey = [...Object.values(keys), ...scoped.map(({ key }) => key)]

const unknownKey = sampleRecord().text

let mock: RunningMockServer
let gateway: GatewayProgram
let file: string
let folder: string

beforeAll(async () => {
  mock = await startMockServer()
  const written = await writeKeysFile(everyKey.map(({ record }) => record))
  file = written.file
  folder = written.folder
  gateway = await startGatewayProgram({
    ...mockSettings(mock.url),
    BILL_STATUS_KEYS_FILE: file,
    BILL_STATUS_TIMEOUT: "1s",
    BILL_STATUS_DEADLINE: "2s"
  })
})

afterAll(async () => {
  await gateway.stop()
  await mock.stop()
  rmSync(folder, { recursive: true })
})

const bearer = (key: { readonly text: string }) => `authorization: Bearer ${key.text}`

const ask = (request: string) => exchange(gateway.port, request)

const get = (target: string, ...headers: ReadonlyArray<string>) =>
  ask(requestText("GET", target, { headers }))

const post = (target: string, body: unknown, ...headers: ReadonlyArray<string>) =>
  ask(
    requestText("POST", target, {
      body: JSON.stringify(body),
      headers: ["content-type: application/json", ...headers]
    })
  )

const compatible = "/api/AOP/BillPaymentStatus"
const batch = "/v1/transactions/batch"

const bodyOf = (answer: { readonly body: Buffer } | undefined) =>
  JSON.parse(answer?.body.toString() ?? "null")

/** Each route, asked with these headers about a reference, and the scope it needs. */
const routes = [
  {
    name: "one transaction",
    scope: "read",
    call: (reference: string, ...headers: ReadonlyArray<string>) =>
      get(`/v1/transactions/${reference}`, ...headers)
  },
  {
    name: "one transaction, behind the router",
    scope: "read",
    call: (reference: string, ...headers: ReadonlyArray<string>) =>
      get(`/v1/transactions/${reference}?fresh=true`, ...headers)
  },
  {
    name: "a batch",
    scope: "batch",
    call: (reference: string, ...headers: ReadonlyArray<string>) =>
      post(batch, { references: [reference] }, ...headers)
  },
  {
    name: "events",
    scope: "track",
    call: (reference: string, ...headers: ReadonlyArray<string>) =>
      get(`/v1/transactions/${reference}/events?until=paid`, ...headers)
  },
  {
    name: "AOPay's route",
    scope: "compat",
    call: (reference: string, ...headers: ReadonlyArray<string>) =>
      post(compatible, { referenceid: reference, RegistrationID: own }, ...headers)
  },
  {
    name: "metrics",
    scope: "admin",
    call: (_: string, ...headers: ReadonlyArray<string>) => get("/metrics", ...headers)
  }
] as const

describe.each(routes)("$name", ({ call, scope }) => {
  it.each([
    ["no key", []],
    ["another scheme", ["authorization: Basic YTpi"]],
    ["a scheme alone", ["authorization: Bearer"]],
    ["an empty key", ["authorization: Bearer   "]],
    ["a key that is not ours", ["authorization: Bearer secret"]],
    ["a key cut short", [bearer({ text: keys.usual.text.slice(0, -1) })]],
    ["a key and more", [bearer({ text: `${keys.usual.text} x` })]],
    ["a key of nobody's", [bearer({ text: unknownKey })]],
    ["a revoked key", [bearer(keys.revoked)]],
    ["an expired key", [bearer(keys.expired)]],
    ["a key with umlauts", ["authorization: Bearer bps_live_äöü"]]
  ])("asks for a key: %s", async (_, headers) => {
    const answer = await call("paid-1", ...headers)
    const text = assertProblem(answer, { status: 401, tag: "Unauthorized" })
    assert.strictEqual(answer?.headers["www-authenticate"], 'Bearer realm="bill-status"')
    assert.notInclude(text, "bps_live_")
  })

  it("takes one key only", async () => {
    const answer = await call("paid-1", bearer(keys.usual), bearer(keys.another))
    const text = assertProblem(answer, {
      status: 400,
      tag: "InvalidRequest",
      field: "authorization"
    })
    assert.notInclude(text, "bps_live_")
  })

  it(`takes a key with the scope ${scope}, and no other`, async () => {
    const answers = await Promise.all(
      scoped.map(async ({ key, scope: other }) => ({
        other,
        answer: await call("paid-1", bearer(key))
      }))
    )
    for (const { answer, other } of answers)
      if (other === scope) assert.strictEqual(answer?.status, 200)
      else assert.include(assertProblem(answer, { status: 403, tag: "Forbidden" }), scope)
  })

  it("is told in no letter case how a scheme is written", async () => {
    const answer = await call("paid-1", `AUTHORIZATION: bEARER ${keys.usual.text}`)
    assert.strictEqual(answer?.status, 200)
  })
})

describe("AOPay's route", () => {
  const question = { referenceid: "paid-1", RegistrationID: own }

  it("takes the key as api-key too", async () => {
    const answer = await post(compatible, question, `api-key: ${keys.usual.text}`)
    assert.strictEqual(bodyOf(answer).response_code, 1)
  })

  it.each([
    ["a wrong one", [`api-key: ${unknownKey}`], 401, "Unauthorized"],
    ["two", [`api-key: ${unknownKey}`, `api-key: ${unknownKey}`], 400, "InvalidRequest"],
    ["an empty one", ["api-key:"], 401, "Unauthorized"]
  ])("refuses %s", async (_, headers, status, tag) => {
    const text = assertProblem(await post(compatible, question, ...headers), { status, tag })
    assert.notInclude(text, "bps_live_")
  })

  it("is the only one that does", async () => {
    const answer = await get("/v1/transactions/paid-1", `api-key: ${keys.usual.text}`)
    assert.include(assertProblem(answer, { status: 401, tag: "Unauthorized" }), "authorization")
  })

  it("refuses another team's RegistrationID, and asks nothing", async () => {
    const reference = "paid-refused-registration"
    const answer = await post(
      compatible,
      { referenceid: reference, RegistrationID: foreign },
      bearer(keys.usual)
    )
    const text = assertProblem(answer, { status: 403, tag: "Forbidden" })
    assert.notInclude(text, foreign)
    assert.strictEqual(mock.journal({ referenceId: reference }).length, 0)
  })

  it("asks as the RegistrationID where the key may", async () => {
    const answer = await post(
      compatible,
      { referenceid: "paid-1", RegistrationID: foreign },
      bearer(keys.both)
    )
    assert.strictEqual(bodyOf(answer).response_code, 7)
  })
})

const asWhom = async (key: { readonly text: string }, wished?: string) => {
  const headers = wished === undefined ? [] : [`registration-id: ${wished}`]
  const plain = await get("/v1/transactions/paid-whom", bearer(key), ...headers)
  const routed = await get("/v1/transactions/paid-whom?fresh=false", bearer(key), ...headers)
  const { tag, verdict } = bodyOf(plain)
  assert.strictEqual(bodyOf(routed).tag, tag)
  assert.strictEqual(bodyOf(routed).verdict, verdict)
  const { results } = bodyOf(
    await post(batch, { references: ["paid-whom"] }, bearer(key), ...headers)
  )
  if (tag !== "Forbidden")
    assert.strictEqual(results[0].error?.tag ?? results[0].verdict, tag ?? verdict)
  return tag ?? verdict
}

describe("registrations", () => {
  it.each([
    ["usual", undefined, "Paid"],
    ["usual", own, "Paid"],
    ["usual", foreign, "Forbidden"],
    ["named", undefined, "Paid"],
    ["named", own, "Paid"],
    ["named", foreign, "Forbidden"],
    ["foreign", undefined, "InvalidSignature"],
    ["foreign", foreign, "InvalidSignature"],
    ["foreign", own, "Forbidden"],
    ["both", undefined, "InvalidSignature"],
    ["both", own, "Paid"],
    ["both", foreign, "InvalidSignature"],
    ["usual", "aop-554", "Forbidden"],
    ["usual", "", "Forbidden"]
  ] as const)("the key %s that wishes for %s", async (key, wished, told) => {
    assert.strictEqual(await asWhom(keys[key], wished), told)
  })

  it("are kept apart in memory, on every route", async () => {
    const reference = "paid-known-to-one-team"
    assert.strictEqual(
      bodyOf(await get(`/v1/transactions/${reference}`, bearer(keys.usual))).verdict,
      "Paid"
    )
    const others = await Promise.all([
      get(`/v1/transactions/${reference}`, bearer(keys.foreign)),
      get(`/v1/transactions/${reference}?fresh=true`, bearer(keys.foreign)),
      post(batch, { references: [reference] }, bearer(keys.foreign)),
      get(`/v1/transactions/${reference}/events`, bearer(keys.foreign)),
      post(compatible, { referenceid: reference, RegistrationID: foreign }, bearer(keys.foreign))
    ])
    const tricks = await Promise.all(
      [keys.foreign, keys.usual].flatMap((key) => [
        get(`/v1/transactions/${own}%0A${reference}`, bearer(key)),
        get(`/v1/transactions/${foreign}%0A${reference}`, bearer(key)),
        post(batch, { references: [`${own}\n${reference}`, `:${reference}`] }, bearer(key))
      ])
    )
    for (const answer of [...others, ...tricks]) {
      assert.notInclude(answer?.body.toString(), "Paid")
      assert.notInclude(answer?.body.toString(), "transaction")
    }
  })

  it("are kept apart in a shared flight", async () => {
    const reference = "paid-slow-for-both"
    mock.put(reference, { state: "paid", faults: [{ fault: "slow", delay: "200ms" }] })
    const answers = await Promise.all(
      [keys.usual, keys.foreign, keys.usual, keys.foreign].map((key) =>
        get(`/v1/transactions/${reference}`, bearer(key))
      )
    )
    assert.deepStrictEqual(
      answers.map((answer) => bodyOf(answer).tag ?? bodyOf(answer).verdict),
      ["Paid", "InvalidSignature", "Paid", "InvalidSignature"]
    )
  })

  it("by whatever name a team has the gateway's own, one answer serves all", async () => {
    const reference = "refunded-known-by-two-names"
    await get(`/v1/transactions/${reference}`, bearer(keys.usual))
    await get(`/v1/transactions/${reference}`, bearer(keys.named))
    await get(`/v1/transactions/${reference}`, bearer(keys.both), `registration-id: ${own}`)
    assert.strictEqual(mock.journal({ referenceId: reference }).length, 1)
  })
})

describe("the rate of a key", () => {
  it("is told with each answer, and refuses what is too much", async () => {
    const headers = [bearer(keys.rated)]
    const [first, second, third] = [
      await get("/v1/transactions/paid-1", ...headers),
      await get("/v1/transactions/paid-1?fresh=false", ...headers),
      await post(batch, { references: [] }, ...headers)
    ]
    for (const [index, answer] of [first, second, third].entries()) {
      assert.strictEqual(answer?.status, 200)
      assert.strictEqual(answer?.headers["ratelimit-policy"], '"key";q=3;w=60')
      assert.match(answer?.headers["ratelimit"] ?? "", new RegExp(`^"key";r=${2 - index};t=\\d+$`))
    }
    const refused = await Promise.all(routes.map(({ call }) => call("paid-1", ...headers)))
    for (const answer of refused) {
      assert.include(assertProblem(answer, { status: 429, tag: "TooManyRequests" }), "rate")
      assert.match(answer?.headers["retry-after"] ?? "", /^([1-9]|[1-5]\d|60)$/)
      assert.match(answer?.headers["ratelimit"] ?? "", /^"key";r=0;t=\d+$/)
    }
    const other = await get("/v1/transactions/paid-1", bearer(keys.usual))
    assert.strictEqual(other?.status, 200)
    assert.isUndefined(other?.headers["ratelimit"])
  })

  it("paces a batch instead, in order", async () => {
    const references = ["paid-p1", "paid-p2", "paid-p3", "paid-p4", "paid-p5", "paid-p6"]
    const startedAt = Date.now()
    const answer = await post(batch, { references }, bearer(keys.paced))
    const { results } = bodyOf(answer)
    assert.deepStrictEqual(
      results.map((result: { readonly referenceId: string }) => result.referenceId),
      references
    )
    // Four at once, the request itself among them; three more at four a second.
    assert.isAbove(Date.now() - startedAt, 500)
  })
})

describe("the concurrency of a key", () => {
  it("refuses one more, until the first is answered or its caller has gone", async () => {
    const headers = [bearer(keys.narrow)]
    const waiting = await openConnection(gateway.port)
    waiting.send(requestText("GET", "/v1/transactions/pending-1/events", { headers }))
    const refused = await eventually(
      () => get("/v1/transactions/paid-1", ...headers),
      (answer) => answer?.status === 429
    )
    assertProblem(refused, { status: 429, tag: "TooManyRequests" })
    assert.strictEqual(refused?.headers["retry-after"], "1")
    waiting.destroy()
    const served = await eventually(
      () => get("/v1/transactions/paid-1", ...headers),
      (answer) => answer?.status === 200
    )
    assert.strictEqual(served?.status, 200)
  })
})

describe("keys that come and go while it runs", () => {
  it("are taken and refused without a restart", async () => {
    const created = await runCaptured("http", ["keys", "create", "--name", "late", "--file", file])
    assert.strictEqual(created.code, 0)
    const [text = ""] = created.stdout.split("\n")
    const id = text.slice("bps_live_".length, "bps_live_".length + 10)
    const call = () => get("/v1/transactions/paid-1", bearer({ text }))
    assert.strictEqual((await eventually(call, (answer) => answer?.status === 200))?.status, 200)
    const revoked = await runCaptured("http", ["keys", "revoke", id, "--file", file])
    assert.strictEqual(revoked.code, 0, revoked.stderr)
    const refused = await eventually(call, (answer) => answer?.status !== 200)
    assert.include(assertProblem(refused, { status: 401, tag: "Unauthorized" }), "revoked")
  })
})

describe("what needs no key", () => {
  it.each(["/health/live", "/health/ready", "/openapi.json"])("%s", async (target) => {
    assert.strictEqual((await get(target))?.status, 200)
  })

  it("a request that fits no route is told so without one", async () => {
    assert.include(assertProblem(await get("/v2"), { status: 404, tag: "NoSuchRoute" }), "routes")
  })
})

describe("the log", () => {
  it("names the key by its public id, and holds no secret", async () => {
    const { id } = keys.usual.record
    const stderr = await eventually(gateway.stderr, (seen) => seen.includes(`"key":"${id}"`))
    for (const { text } of everyKey) assert.notInclude(stderr, text)
    assert.notInclude(stderr, "bps_live_")
    assert.notInclude(stderr, own)
    assert.notInclude(stderr, foreign)
    assert.notMatch(stderr, /"level":"ERROR"/)
  })
})

describe("a gateway without keys", () => {
  it("says so, answers every route without one, and takes no heed of one", async () => {
    const open = await startGatewayProgram({ BILL_STATUS_LAYER: "stub" })
    try {
      await eventually(open.stderr, (seen) => seen.includes("No keys are configured"))
      const answers = await Promise.all([
        exchange(open.port, requestText("GET", "/v1/transactions/paid-1")),
        exchange(open.port, requestText("GET", "/metrics")),
        exchange(
          open.port,
          requestText("GET", "/v1/transactions/paid-1", { headers: ["authorization: Basic x"] })
        )
      ])
      for (const answer of answers) assert.strictEqual(answer?.status, 200)
    } finally {
      await open.stop()
    }
  })

  it.each(["0.0.0.0", "::", "192.168.1.1", "example.test", "127.0.0.1.example.test"])(
    "refuses to listen on %s",
    async (host) => {
      const { code, stderr } = await runCaptured("http", [], {
        ...mockSettings(mock.url),
        HOST: host
      })
      assert.strictEqual(code, 64)
      assert.include(stderr, "HOST is not valid. Set it to a loopback address")
    }
  )
})
