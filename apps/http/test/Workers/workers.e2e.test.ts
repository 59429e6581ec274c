import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { once } from "node:events"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { BuiltGateway, eventually } from "../BuiltGateway.ts"

/** The processes that answer, by what they have logged. */
const pidsOf = (gateway: BuiltGateway): ReadonlyArray<number> =>
  gateway.stderr.flatMap((line) => {
    const pid = /Worker (\d+) answers/.exec(line)?.[1]
    return pid === undefined ? [] : [Number(pid)]
  })

const bothPids = (gateway: BuiltGateway): Promise<ReadonlyArray<number>> =>
  eventually(() => {
    const pids = pidsOf(gateway)
    assert.lengthOf(pids, 2)
    return pids
  })

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Request ids begin with what differs from process to process. */
const whoAnswers = async (gateway: BuiltGateway): Promise<string> => {
  const { headers, status } = await gateway.get("/v1/transactions/paid-1")
  assert.strictEqual(status, 200)
  return String(headers["x-request-id"]).split("-")[0] ?? ""
}

/** Both of two have answered. */
const bothAnswer = async (gateway: BuiltGateway): Promise<ReadonlySet<string>> => {
  const seen = new Set<string>()
  await eventually(async () => {
    seen.add(await whoAnswers(gateway))
    assert.strictEqual(seen.size, 2)
  })
  return seen
}

const answered =
  /^bill_status_http_requests_total\{route="\/v1\/transactions\/\{reference\}",status="200"\} (\d+)$/m

/** How many questions were answered with 200, by all. */
const countOf = async (gateway: BuiltGateway): Promise<number> =>
  Number(answered.exec((await gateway.get("/metrics")).body)?.[1] ?? 0)

describe("bill-status-http --workers 2", () => {
  let gateway: BuiltGateway
  let asked = 0

  beforeAll(async () => {
    gateway = new BuiltGateway({}, ["--workers", "2"])
    await gateway.listening()
  })
  afterAll(() => gateway.stop())

  it("says once where it listens, on any free port", async () => {
    await bothAnswer(gateway)
    assert.match(
      gateway.printed.join("\n"),
      /^bill-status-http listening on http:\/\/127\.0\.0\.1:\d+$/
    )
    await eventually(() =>
      assert.lengthOf(
        gateway.stderr.filter((line) => line.includes("No keys are configured")),
        1
      )
    )
  })

  it("answers with both, and any of them tells what both have counted", async () => {
    asked = await countOf(gateway)
    await Promise.all(Array.from({ length: 20 }, () => whoAnswers(gateway)))
    asked += 20
    await eventually(async () => {
      const counts = await Promise.all(Array.from({ length: 6 }, () => countOf(gateway)))
      assert.deepStrictEqual([...new Set(counts)], [asked])
    })
  })

  it("starts another for one that was killed, and forgets nothing that was told", async () => {
    const [killed] = pidsOf(gateway)
    assert.isDefined(killed)
    process.kill(killed ?? 0, "SIGKILL")
    let failed = 0
    await eventually(async () => {
      await gateway.get("/health/live").catch(() => (failed += 1))
      assert.lengthOf(pidsOf(gateway), 3)
    })
    assert.isAtMost(failed, 1)
    assert.isAtLeast(await countOf(gateway), asked)
    await bothAnswer(gateway)
    assert.lengthOf(gateway.printed, 1)
    assert.isNotEmpty(
      gateway.log().filter(({ message }) => String(message).includes("signal SIGKILL"))
    )
  })

  it("passes SIGTERM on, waits for all, and exits with 0", async () => {
    assert.strictEqual(await gateway.stop(), 0)
    for (const pid of pidsOf(gateway)) assert.isFalse(isRunning(pid))
  })
})

describe("several workers", () => {
  it.each([
    [["--workers", "0"], {}],
    [["--workers", "many"], {}],
    [[], { BILL_STATUS_WORKERS: "2.5" }],
    [["--workers", "2"], { BILL_STATUS_GRACE: "soon" }],
    [["--workers", "2"], { BILL_STATUS_KEYS_FILE: "/nowhere/keys.json" }]
  ] as const)("%j with %j: wrong settings are said once", async (args, env) => {
    const gateway = new BuiltGateway(env, args)
    assert.strictEqual(await gateway.ended, 64)
    assert.lengthOf(
      gateway.stderr.filter((line) => line.startsWith("bill-status-http: ")),
      1
    )
  })

  it("say once that the port is taken", async () => {
    const other = createServer().listen(0, "127.0.0.1")
    await once(other, "listening")
    const address = other.address()
    assert.isObject(address)
    const port = typeof address === "object" ? String(address?.port) : ""
    const gateway = new BuiltGateway({ PORT: port }, ["--workers", "2"])
    assert.strictEqual(await gateway.ended, 64)
    assert.lengthOf(gateway.stderr, 1)
    assert.include(gateway.stderr[0] ?? "", "EADDRINUSE")
    other.close()
  })

  it("give up with exit code 70 when none can be started any more", async () => {
    const folder = mkdtempSync(join(tmpdir(), "workers-"))
    const file = join(folder, "keys.json")
    writeFileSync(file, JSON.stringify({ version: 1, keys: [] }))
    const gateway = new BuiltGateway({ BILL_STATUS_KEYS_FILE: file }, ["--workers", "2"])
    await gateway.listening()
    writeFileSync(file, "{")
    for (const pid of await bothPids(gateway)) process.kill(pid, "SIGKILL")
    assert.strictEqual(await gateway.ended, 70)
    assert.isNotEmpty(gateway.log().filter(({ level }) => level === "FATAL"))
    rmSync(folder, { recursive: true })
  })

  it("stop when the process that started them is killed", async () => {
    const gateway = new BuiltGateway({}, ["--workers", "2"])
    await gateway.listening()
    const pids = await bothPids(gateway)
    gateway.kill("SIGKILL")
    await eventually(() => assert.isFalse(pids.some(isRunning)))
  })
})
