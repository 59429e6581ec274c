import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { PageExamples } from "@bill-payment-status/core/testing"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { connect } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout } from "node:timers/promises"
import { runCaptured, type RunningServer, startServer } from "../../../scripts/programs.ts"

let mock: RunningServer

beforeAll(async () => {
  mock = await startServer("mock-server")
})

afterAll(() => mock.stop())

const question = (referenceid: string): string =>
  JSON.stringify({ referenceid, RegistrationID: PageExamples.registrationId })

const ask = async (
  body: string,
  path = "/api/AOP/BillPaymentStatus",
  headers: { readonly [name: string]: string } = {},
  address = mock.address
) => {
  const response = await fetch(address + path, { method: "POST", body, headers })
  return { status: response.status, body: await response.text() }
}

/** One after the other, where the order matters. */
const inTurn = <A, B>(
  items: ReadonlyArray<A>,
  run: (item: A) => Promise<B>
): Promise<ReadonlyArray<B>> =>
  items.reduce<Promise<ReadonlyArray<B>>>(
    async (before, item) => [...(await before), await run(item)],
    Promise.resolve([])
  )

const control = async (
  method: string,
  path: string,
  body?: unknown,
  headers: { readonly [name: string]: string } = {}
) => {
  const response = await fetch(mock.address + path, {
    method,
    headers: { "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  })
  return JSON.parse(await response.text())
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
  it("GET /_mock/scenarios lists each scenario, fault and quirk with an example", async () => {
    const { faults, quirks, scenarios } = await control("GET", "/_mock/scenarios")
    const names = scenarios.map(({ name }: { name: string }) => name)
    assert.includeMembers(names, ["123456", "paid", "refund-due", "code-7", "timeout"])
    for (const { example, name } of scenarios) assert.isTrue(example.startsWith(name))
    assert.isAbove(faults.length, 10)
    assert.isAbove(quirks.length, 10)
  })

  it.each([
    ["POST", "/api/AOP/BillPaymentStatu", 404, "Did you mean /api/AOP/BillPaymentStatus?"],
    ["GET", "/api/AOP/BillPaymentStatus", 405, "there is POST /api/AOP/BillPaymentStatus."],
    ["POST", "/_mock/clok/advance", 404, "Did you mean /_mock/clock/advance?"],
    ["POST", "/_mock/transactions/x", 405, "there is GET|PUT|DELETE /_mock/transactions/"],
    ["GET", "/nothing/like/it", 404, "Nothing answers GET /nothing/like/it."]
  ])("%s %s is told what exists: %i", async (method, path, status, said) => {
    const problem = await control(method, path)
    assert.strictEqual(problem.status, status)
    assert.include(problem.detail, said)
    assert.include(problem.routes, "POST /api/AOP/BillPaymentStatus")
  })
})

const answersAt = async (address: string): Promise<boolean> => {
  try {
    return (await fetch(`${address}/_mock/clock`)).ok
  } catch {
    return false
  }
}

const untilAnswers = async (address: string, expected: boolean): Promise<void> => {
  if ((await answersAt(address)) === expected) return
  await setTimeout(20)
  await untilAnswers(address, expected)
}

describe("control", () => {
  it("advances the clock of one namespace, by header or by path, and of no other", async () => {
    const pending = "pending-then-paid-1"
    const job = { "x-mock-namespace": "job-1" }
    const told = async (path: string, headers = {}) => {
      const { body } = await ask(question(pending), path, headers)
      return JSON.parse(body).data.status
    }
    assert.strictEqual(await told("/ns/job-1/api/AOP/BillPaymentStatus"), "2")
    assert.strictEqual(await told("/api/AOP/BillPaymentStatus"), "2")
    await control("POST", "/_mock/clock/advance", { by: "3 days" }, job)
    assert.strictEqual(await told("/ns/job-1/api/AOP/BillPaymentStatus"), "1")
    assert.strictEqual(await told("/api/AOP/BillPaymentStatus", job), "1")
    assert.strictEqual(await told("/api/AOP/BillPaymentStatus"), "2")
    assert.deepStrictEqual(await control("POST", "/ns/job-1/_mock/reset"), { reset: ["job-1"] })
    assert.strictEqual(await told("/ns/job-1/api/AOP/BillPaymentStatus"), "2")
    const { reset } = await control("POST", "/_mock/reset?all=true")
    assert.includeMembers(reset, ["default", "job-1"])
  })

  it("puts, shows and forgets a reference", async () => {
    const path = "/_mock/transactions/INV-7"
    const put = await control("PUT", path, {
      states: [{ state: "pending" }, { state: "refund-due", after: "1 hour" }],
      amount: "1234.5",
      operatorName: "Tata Power",
      customerAccount: "000111222"
    })
    assert.strictEqual(put.state, "pending")
    assert.strictEqual(put.next.state, "refund-due")
    const { body } = await ask(question("INV-7"))
    const { amount, canumber, operatorname } = JSON.parse(body).data
    assert.deepStrictEqual([amount, canumber, operatorname], ["1234.50", "000111222", "Tata Power"])
    assert.strictEqual((await control("GET", path)).asked, 1)
    const gone = await fetch(mock.address + path, { method: "DELETE" })
    assert.strictEqual(gone.status, 204)
    assert.strictEqual((await control("GET", path)).status, 404)
  })

  it("journals what was asked, and verifies it", async () => {
    const ns = "/ns/journal"
    await inTurn(["paid-1", "paid-2", "paid-1"], (reference) =>
      ask(question(reference), `${ns}/api/AOP/BillPaymentStatus`)
    )
    const { entries } = await control("GET", `${ns}/_mock/journal?reference=paid-1`)
    assert.deepStrictEqual(
      entries.map(({ attempt, told }: { attempt: number; told: string }) => [attempt, told]),
      [
        [1, "paid"],
        [2, "paid"]
      ]
    )
    const verify = (expectation: object) => control("POST", `${ns}/_mock/verify`, expectation)
    assert.isTrue((await verify({ reference: "paid-1", times: 2 })).pass)
    assert.isTrue((await verify({ order: ["paid-1", "paid-2", "paid-1"] })).pass)
    assert.isTrue((await verify({ reference: "paid-2", atLeast: 1, atMost: 1 })).pass)
    assert.deepStrictEqual(await verify({ reference: "paid-2", atLeast: 2 }), {
      pass: false,
      difference: "paid-2 was asked about once, expected at least 2 times."
    })
    assert.deepStrictEqual(await verify({ order: ["paid-1"] }), {
      pass: false,
      difference: "Question 2 was about paid-2, expected nothing."
    })
  })

  it("refuses connections for a while", async () => {
    const own = await startServer("mock-server")
    await fetch(`${own.address}/_mock/refuse`, {
      method: "POST",
      body: '{"for":"500ms"}',
      headers: { "content-type": "application/json" }
    })
    await untilAnswers(own.address, false)
    await untilAnswers(own.address, true)
    assert.strictEqual(await own.stop(), 0)
  })

  it.each([
    ["POST", "/_mock/clock/advance", { by: "3 dys" }, "payload.by"],
    ["POST", "/_mock/clock/advance", {}, "payload.by"],
    ["POST", "/_mock/clock/advance", { by: "1 day", and: "2 days" }, "payload.and"],
    ["POST", "/_mock/clock/advance", [], "payload"],
    ["POST", "/_mock/clock/freeze", { at: "noon" }, "payload.at"],
    ["POST", "/_mock/clock/resume", { scale: -1 }, "payload.scale"],
    ["PUT", "/_mock/transactions/x", { scenario: "piad" }, "payload.scenario"],
    ["PUT", "/_mock/transactions/x", { states: [{ state: "lost" }] }, "payload.states.0.state"],
    ["PUT", "/_mock/transactions/x", { state: "paid", amont: "1" }, "payload.amont"],
    ["PUT", `/_mock/transactions/${"x".repeat(65)}`, { state: "paid" }, "params.reference"],
    ["PUT", "/_mock/trouble", { faults: [{ fault: "rest" }] }, "payload.faults.0.fault"],
    ["PUT", "/_mock/trouble", { faults: [{ fault: "slow", often: 1 }] }, "payload.faults.0.often"],
    ["PUT", "/_mock/trouble", { quirks: ["nubers"] }, "payload.quirks.0"],
    ["POST", "/_mock/verify", { reference: "x" }, "payload.times"],
    ["POST", "/_mock/refuse", { for: "ever" }, "payload.for"],
    ["POST", "/_mock/refuse", { for: "2 hours" }, "payload.for"],
    ["GET", "/_mock/journal?limit=x", undefined, "query.limit"],
    ["GET", "/_mock/journal?since=noon", undefined, "query.since"],
    ["GET", "/_mock/journal?refrence=x", undefined, "query.refrence"],
    ["POST", "/_mock/reset?all=maybe", undefined, "query.all"]
  ] as const)("%s %s %j is a problem that names %s", async (method, path, body, field) => {
    const problem = await control(method, path, body)
    assert.strictEqual(problem.status, 400)
    const fields = problem.errors.map(({ path: at }: { path: ReadonlyArray<string> }) =>
      at.join(".")
    )
    assert.deepStrictEqual(fields, [field])
  })

  it.each([
    ["{", 400],
    [`{"by":"${"x".repeat(2_000_000)}"}`, 413]
  ])("what is no JSON, or too long, is a problem: %.10s", async (body, status) => {
    const response = await fetch(`${mock.address}/_mock/clock/advance`, {
      method: "POST",
      body,
      headers: { "content-type": "application/json" }
    })
    assert.strictEqual(response.status, status)
    assert.strictEqual(response.headers.get("content-type"), "application/problem+json")
  })

  it.each(["%E0%A4%A", "x".repeat(9000)])(
    "a reference that cannot be read is a problem",
    async (reference) => {
      const problem = await control("GET", `/_mock/transactions/${reference}`)
      assert.strictEqual(problem.status, 400)
      assert.include(problem.detail, "The reference in GET")
    }
  )

  it("a namespace that cannot be called so is a problem", async () => {
    const problem = await control("GET", "/_mock/clock", undefined, { "x-mock-namespace": "a b" })
    assert.strictEqual(problem.status, 400)
    assert.include(problem.detail, "x-mock-namespace")
  })

  it("reads JSON however it is declared, as curl declares a form", async () => {
    const response = await fetch(`${mock.address}/ns/curl/_mock/clock/advance`, {
      method: "POST",
      body: '{"by":"1 day"}',
      headers: { "content-type": "application/x-www-form-urlencoded" }
    })
    assert.strictEqual(response.status, 200)
  })

  it("another site does not drive it", async () => {
    const foreign = { origin: "https://elsewhere.example" }
    const problem = await control("POST", "/_mock/reset", undefined, foreign)
    assert.strictEqual(problem.status, 403)
  })

  it("time ends before the calendar does", async () => {
    const ages = "/ns/ages"
    await control("POST", `${ages}/_mock/clock/freeze`, { at: "9997-12-31" })
    await control("POST", `${ages}/_mock/clock/advance`, { by: "36000 days" })
    const { now } = await control("GET", `${ages}/_mock/clock`)
    assert.strictEqual(now, "9998-01-01T00:00:00.000Z")
    const { status } = await ask(question("pending-1"), `${ages}/api/AOP/BillPaymentStatus`)
    assert.strictEqual(status, 200)
    await control("POST", `${ages}/_mock/clock/freeze`, { at: "1970-01-01T00:00:00Z" })
    const early = await ask(question("pending-2"), `${ages}/api/AOP/BillPaymentStatus`)
    assert.strictEqual(early.status, 200)
  })

  it("nothing that it receives ends the process", async () => {
    const { hostname, port } = new URL(mock.address)
    const hostile = [
      "GET / HTTP/1.1\r\n\r\n",
      "\u0000\u0001\u0002",
      "POST /api/AOP/BillPaymentStatus HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n\r\n{",
      "POST /api/AOP/BillPaymentStatus HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nZZ",
      "GET /ns/%ff/_mock HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
      "GET /_mock/transactions/%ff HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
      "PUT /_mock/transactions/x HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"
    ]
    await Promise.all(
      hostile.map(
        (bytes) =>
          new Promise<void>((resolve) => {
            const socket = connect(Number(port), hostname, () => socket.end(bytes))
            socket.setTimeout(300, () => socket.destroy())
            socket.on("error", () => undefined)
            socket.once("close", () => resolve())
            socket.resume()
          })
      )
    )
    assert.isTrue((await fetch(`${mock.address}/_mock/clock`)).ok)
  })
})

const bytesOf = async (seed: string) => {
  const args = ["--seed", seed, "--quirks", "all", "--chaos", "html=20%,busy=10%"]
  const own = await startServer("mock-server", {}, [...args, "--clock", "2026-01-15T10:30:00Z"])
  const references = Array.from(
    { length: 200 },
    (_, index) => `${index % 2 === 0 ? "paid" : "pending-then-paid"}-${index % 20}`
  )
  const said = await inTurn(references, async (reference) => {
    const { body, status } = await ask(question(reference), undefined, {}, own.address)
    return `${status} ${body}`
  })
  await own.stop()
  return said
}

describe("the same seed and the same requests", () => {
  it("are the same bytes, from two processes; another seed, others", async () => {
    const [one, same, other] = await Promise.all([bytesOf("42"), bytesOf("42"), bytesOf("43")])
    assert.deepStrictEqual(one, same)
    assert.notDeepEqual(one, other)
    assert.isAbove(new Set(one.map((each) => each.slice(0, 3))).size, 1)
  })
})

describe("record and replay", () => {
  it("writes what a provider said without account numbers, and answers from it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "record-"))
    const file = join(folder, "said.yaml")
    const provider = await startServer("mock-server")
    const recorder = await startServer("mock-server", {}, [
      "--upstream",
      provider.address,
      "--record",
      file
    ])
    await fetch(`${provider.address}/_mock/transactions/REAL-1`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: '{"state":"refunded","customerAccount":"102277100"}'
    })
    const real = await ask(
      question("REAL-1"),
      undefined,
      { "api-key": "secret-key" },
      recorder.address
    )
    assert.include(real.body, "102277100")
    await ask(question("unknown to all"), undefined, {}, recorder.address)
    const own = await ask(question("paid-1"), undefined, {}, recorder.address)
    assert.strictEqual(JSON.parse(own.body).data.status, "1")
    await Promise.all([recorder.stop(), provider.stop()])

    const written = readFileSync(file, "utf8")
    assert.notMatch(written, /102277100|AOP-554|secret-key/)
    const player = await startServer("mock-server", {}, ["--replay", file])
    const replayed = JSON.parse((await ask(question("REAL-1"), undefined, {}, player.address)).body)
    const said = JSON.parse(real.body)
    assert.match(replayed.data.canumber, /^0{5}7100$/)
    assert.deepStrictEqual({ ...replayed, data: { ...replayed.data, canumber: "102277100" } }, said)
    assert.strictEqual(
      JSON.parse((await ask(question("unknown to all"), undefined, {}, player.address)).body)
        .response_code,
      2
    )
    await player.stop()
    rmSync(folder, { recursive: true })
  })

  it("answers 502 when the provider behind cannot be reached", async () => {
    const own = await startServer("mock-server", {}, ["--upstream", "http://127.0.0.1:65534"])
    const { body, status } = await ask(question("REAL-1"), undefined, {}, own.address)
    assert.strictEqual(status, 502)
    assert.include(body, "http://127.0.0.1:65534 gave no answer (ECONNREFUSED)")
    await own.stop()
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

  it.each([
    [["--prt", "1"], "Unrecognized flag: --prt"],
    [["--port", "x"], "--port"],
    [["--clock", "noon"], "Expected a time such as 2026-01-15T10:30:00Z"],
    [["--chaos", "rest=5%"], '--chaos: there is no fault "rest", did you mean "reset".'],
    [["--quirks", "nubers"], '--quirks: there is no quirk "nubers", did you mean "numbers".'],
    [["--scenarios", "/nowhere"], "--scenarios: cannot read /nowhere (NotFound)."],
    [["--record", "x"], "--record: needs --upstream"],
    [
      ["--record", "/nowhere/x", "--upstream", "http://x"],
      "--record: cannot write /nowhere/x (ENOENT)."
    ],
    [["--chaos", "reset=60%,slow=60%"], "--chaos: the shares come to more than 100%."],
    [["--upstream", "ftp://x"], "Expected an http or https address"],
    [["--replay", "a", "--scenarios", "b"], "--replay: is a file of scenarios too"],
    [["paid-1"], "paid-1"]
  ])("says what is wrong with %j and exits 64", async (args, said) => {
    const { code, stderr, stdout } = await runCaptured("mock-server", args)
    assert.strictEqual(code, 64)
    assert.include(stderr, said)
    assert.strictEqual(stdout, "")
  })

  it("says line and field of a broken scenario file", async () => {
    const folder = mkdtempSync(join(tmpdir(), "scenarios-"))
    const file = join(folder, "broken.yaml")
    writeFileSync(file, "transactions:\n  INV-1:\n    state: payed\n")
    const { code, stderr } = await runCaptured("mock-server", ["--scenarios", file])
    assert.strictEqual(code, 64)
    assert.include(stderr, `${file}, line 3, transactions.INV-1.state: Expected "pending"`)
    rmSync(folder, { recursive: true })
  })

  it("logs every question as a line of JSON where asked to", async () => {
    const own = await startServer("mock-server", {}, ["--log", "json"])
    await ask(question("paid-1"), undefined, {}, own.address)
    await own.stop()
    const line = own.printed().find((each) => each.startsWith("{"))
    assert.strictEqual(JSON.parse(line ?? "").told, "paid")
  })

  it("shows its help", async () => {
    const { code, stdout } = await runCaptured("mock-server", ["--help"])
    assert.strictEqual(code, 0)
    assert.include(stdout, "--chaos")
  })

  it("stops on SIGTERM with exit code 0", async () => {
    const server = await startServer("mock-server")
    assert.strictEqual(await server.stop(), 0)
  })

  it("listens on this machine only, unless told otherwise", () => {
    assert.strictEqual(new URL(mock.address).hostname, "127.0.0.1")
  })
})
