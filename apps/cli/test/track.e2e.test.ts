import { afterAll, afterEach, assert, beforeAll, describe, it } from "@effect/vitest"
import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { text } from "node:stream/consumers"
import {
  binOf,
  mockSettings,
  plainEnvironment,
  runCaptured,
  type RunningServer,
  startServer
} from "../../../scripts/programs.ts"

let mock: RunningServer

beforeAll(async () => {
  mock = await startServer("mock-server", {}, ["--time-scale", "3600"])
})

afterAll(() => mock.stop())

const billStatus = (...args: ReadonlyArray<string>) =>
  runCaptured("cli", args, mockSettings(mock.address))

const linesOf = (text: string): ReadonlyArray<string> => text.trimEnd().split("\n")

describe("track", () => {
  it.each([
    ["paid-1", 0],
    ["refunded-1", 5],
    ["pending-then-refunded-9", 5],
    ["code-7-1", 7],
    ["code-3-1", 9],
    ["html-1", 9]
  ])("%s ends with exit code %i", async (reference, expected) => {
    const { code } = await billStatus("track", reference, "--interval", "50ms")
    assert.strictEqual(code, expected)
  })

  it("prints a line for each change, with the verdict before", async () => {
    const { stdout } = await billStatus("track", "pending-then-refunded-1", "--interval", "50ms")
    const changes = linesOf(stdout).map((line) => JSON.parse(line))
    assert.deepStrictEqual(
      changes.map(({ final, previous, verdict }) => [previous, verdict, final]),
      [
        [null, "Pending", false],
        ["Pending", "Refunded", true]
      ]
    )
  })

  it("gives up with exit code 11 and the last state", async () => {
    const args = ["track", "pending-1", "--interval", "50ms", "--deadline", "300ms"]
    const { code, stdout } = await billStatus(...args)
    assert.strictEqual(code, 11)
    const last = JSON.parse(linesOf(stdout).at(-1) ?? "")
    assert.strictEqual(last.error.tag, "GaveUpWaiting")
    assert.strictEqual(last.last.verdict, "Pending")
  })

  it("follows several at once; the gravest exit code counts", async () => {
    const { code, stdout } = await billStatus(
      "track",
      "paid-1",
      "conflict-1",
      "--until",
      "paid",
      "--interval",
      "50ms",
      "--deadline",
      "300ms"
    )
    assert.strictEqual(code, 11)
    assert.include(stdout, '"verdict":"Paid"')
    assert.include(stdout, '"verdict":"Conflict"')
  })

  it("is text for people where asked for", async () => {
    const { stdout } = await billStatus("track", "refunded-1", "--output", "text")
    assert.match(stdout, /^\d\d:\d\d:\d\d {2}refunded-1 {2}Refunded, final: Refunded, because /)
  })
})

/** Children that a failed test left behind. */
const following = new Set<ChildProcess>()
afterEach(() => {
  for (const child of following) child.kill("SIGKILL")
  following.clear()
})

/** Follows until `enough` of the lines printed so far; then presses Ctrl-C. */
const followUntil = async (
  args: ReadonlyArray<string>,
  enough: (lines: ReadonlyArray<string>) => boolean
) => {
  const child = spawn(process.execPath, [binOf("cli"), "track", ...args], {
    env: { ...plainEnvironment(), ...mockSettings(mock.address) },
    stdio: ["ignore", "pipe", "pipe"]
  })
  following.add(child)
  const code = new Promise((resolve) => {
    child.once("exit", resolve)
  })
  const lines: Array<string> = []
  createInterface(child.stdout).on("line", (line) => {
    lines.push(line)
    if (enough(lines)) child.kill("SIGINT")
  })
  const stderr = await text(child.stderr)
  return { code: await code, lines, stderr }
}

const tellsOf =
  (...references: ReadonlyArray<string>) =>
  (lines: ReadonlyArray<string>): boolean =>
    references.every((reference) => lines.some((line) => line.includes(`"${reference}"`)))

describe("track of many", () => {
  it.each([
    ["that is pending for ever", "pending-1"],
    ["that is not on record yet", "not-found-1"]
  ])("does not keep the others waiting for one %s", async (_, first) => {
    const args = [first, "paid-1", "refunded-1", "--concurrency", "1"]
    const { lines } = await followUntil(args, tellsOf("paid-1", "refunded-1"))
    assert.isAtLeast(lines.length, 2)
  })

  it("follows more at once than it may ask at a time", async () => {
    const references = Array.from({ length: 20 }, (_, index) => `pending-${index}`)
    const args = [...references, "--concurrency", "2"]
    const { lines } = await followUntil(args, tellsOf(...references))
    assert.strictEqual(lines.length, 20)
  })

  it("refuses more than it can follow, in a sentence, before it asks", async () => {
    const references = Array.from({ length: 10_001 }, (_, index) => `paid-${index}`)
    const folder = mkdtempSync(join(tmpdir(), "track-"))
    writeFileSync(join(folder, "references.txt"), references.join("\n"))
    const finished = await billStatus("track", "--from", join(folder, "references.txt"))
    rmSync(folder, { recursive: true })
    assert.deepStrictEqual(finished, {
      code: 64,
      stdout: "",
      stderr: "bill-status: track follows at most 10,000 references at a time; give it fewer.\n"
    })
  })

  it("stopped with Ctrl-C exits 130 and says on stderr how to go on", async () => {
    const args = ["pending-1", "pending-2", "refunded-1"]
    const { code, lines, stderr } = await followUntil(args, tellsOf(...args))
    assert.strictEqual(code, 130)
    for (const line of lines) assert.isObject(JSON.parse(line))
    assert.strictEqual(
      stderr,
      "bill-status: stopped while still following 2 of 3 payments; give the same command again to go on.\n"
    )
  })
})

describe("explain", () => {
  const folder = mkdtempSync(join(tmpdir(), "explain-"))
  const file = join(folder, "answer.json")
  afterAll(() => rmSync(folder, { recursive: true }))

  it("says what decided, what would have changed it and what to do", async () => {
    const { code, stdout } = await billStatus("explain", "123456")
    assert.strictEqual(code, 5)
    assert.match(stdout, /^123456: Refunded, because /)
    assert.match(stdout, /data\.refunded {2}"1"/)
    assert.include(stdout, 'data.status "1" with data.refunded 0 would be Paid.')
    assert.include(stdout, "one of the two, once")
    assert.include(stdout, "•••••7100")
    assert.notInclude(stdout, "102277100")
  })

  it("reads a saved body without asking anybody", async () => {
    writeFileSync(file, '{"responsecode":7,"message":"Invalid signature encoding"}')
    const { code, stdout } = await runCaptured("cli", [
      "explain",
      "--body",
      file,
      "--output",
      "json"
    ])
    assert.strictEqual(code, 7)
    const { error, explanation } = JSON.parse(stdout)
    assert.strictEqual(error.tag, "InvalidSignature")
    assert.include(explanation.why, "InvalidSignature, because")
  })

  it("notices a saved body about another reference, and the status it came with", async () => {
    writeFileSync(file, "<html>busy</html>")
    const busy = await runCaptured("cli", ["explain", "--body", file, "--http-status", "503"])
    assert.strictEqual(busy.code, 10)
    const { stdout } = await billStatus("explain", "paid-1", "--output", "json")
    writeFileSync(
      file,
      JSON.stringify({
        response_code: 1,
        status: true,
        data: { status: "1", refunded: "0", refid: "2", amount: "1" }
      })
    )
    const other = await runCaptured("cli", ["explain", "1", "--body", file])
    assert.strictEqual(other.code, 9)
    assert.include(other.stdout, "MismatchedReference")
    assert.strictEqual(JSON.parse(stdout).verdict, "Paid")
  })

  it.each([
    [[], "Give a reference, or a saved answer with --body."],
    [["--body", "/nowhere"], "Cannot read /nowhere (ENOENT)."],
    [["x".repeat(65)], "A reference has 1 to 64 characters"]
  ])("of %j exits 64 and says why", async (args, said) => {
    const { code, stderr, stdout } = await billStatus("explain", ...args)
    assert.strictEqual(code, 64)
    assert.include(stderr, said)
    assert.strictEqual(stdout, "")
  })
})

it.each(["bash", "zsh", "fish"])("completions for %s name every command", async (shell) => {
  const { code, stdout } = await runCaptured("cli", ["completions", shell])
  assert.strictEqual(code, 0)
  for (const command of ["check", "track", "explain", "completions", "--until"])
    assert.include(stdout, command.replace("--", ""))
  if (shell === "bash") assert.strictEqual(spawnSync("bash", ["-n"], { input: stdout }).status, 0)
})
