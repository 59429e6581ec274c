import { afterAll, afterEach, assert, beforeAll, beforeEach, describe, it } from "@effect/vitest"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import {
  mockSettings,
  runCaptured,
  type RunningServer,
  startServer
} from "../../../scripts/programs.ts"
import {
  openTerminal,
  type ProgramTerminal,
  type Shown,
  type TerminalOptions
} from "../../../scripts/terminal.ts"

let mock: RunningServer
let folder: string
const terminals: Array<ProgramTerminal> = []

beforeAll(async () => {
  mock = await startServer("mock-server")
})
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "check-"))
})
afterEach(async () => {
  await Promise.all(terminals.splice(0).map(({ close }) => close()))
  rmSync(folder, { recursive: true })
})
afterAll(() => mock.stop())

const references = (count: number): string => {
  const path = join(folder, "references.txt")
  writeFileSync(path, Array.from({ length: count }, (_, index) => `paid-${index}\n`).join(""))
  return path
}

const check = (
  args: ReadonlyArray<string>,
  { env, ...options }: TerminalOptions = {}
): ProgramTerminal => {
  const terminal = openTerminal("cli", ["check", ...args], {
    columns: 120,
    ...options,
    env: { ...mockSettings(mock.address), ...env }
  })
  terminals.push(terminal)
  return terminal
}

const progress = /^\d+ of 60 · \d+ % · [\d.,]+ a second/
const showsProgress = ({ rows }: Shown): boolean => rows.some((row) => progress.test(row))

/** Slow enough to be seen. */
const slowly = ["--rate", "30/s", "--concurrency", "10"]

const ctrlC = "\u0003"
const escape = "\u001B"
const colour = new RegExp(String.raw`${escape}\[3\dm`)

describe("check on a terminal", () => {
  it("shows how far it is, and at the end the table and the summary without it", async () => {
    const terminal = check(["--from", references(60), ...slowly], { rows: 100 })
    const shown = await terminal.shownOnce(showsProgress)
    assert.isFalse(shown.cursorShown)
    assert.strictEqual(await terminal.ended, 0)
    const { all, cursorShown } = await terminal.shown()
    assert.isTrue(cursorShown)
    assert.match(all[0] ?? "", /^REFERENCE +VERDICT +AMOUNT/)
    assert.strictEqual(all.filter((row) => row.startsWith("paid-")).length, 60)
    assert.isFalse(all.some((row) => progress.test(row)))
    assert.include(all, "Nothing to look at.")
  })

  it("prints rows above the line as they come", async () => {
    const terminal = check(["--from", references(60), "--output", "csv", ...slowly], {
      columns: 400
    })
    await terminal.shownOnce(
      (shown) => showsProgress(shown) && shown.all.some((row) => row.startsWith("paid-5,Paid,"))
    )
    assert.strictEqual(await terminal.ended, 0)
    const { all } = await terminal.shown()
    assert.deepStrictEqual(
      all.filter((row) => row.startsWith("paid-")).map((row) => row.split(",")[0]),
      Array.from({ length: 60 }, (_, index) => `paid-${index}`)
    )
    assert.isFalse(all.some((row) => progress.test(row)))
  })

  it("never wraps the line, also when the terminal becomes narrower", async () => {
    const terminal = check(["--from", references(60), ...slowly])
    await terminal.shownOnce(showsProgress)
    terminal.resize(20, 24)
    const narrow = await terminal.shownOnce(({ rows }) =>
      rows.some((row) => /^\d+ of 60 · .*…$/.test(row))
    )
    assert.strictEqual(narrow.wrapped, 0)
  })

  it("Ctrl-C prints what is known, says how to go on, shows the cursor, exits 130", async () => {
    const terminal = check(["--from", references(60), ...slowly], { columns: 300 })
    await terminal.shownOnce(({ rows }) => rows.some((row) => /^[1-9]\d of 60/.test(row)))
    terminal.press(ctrlC)
    assert.strictEqual(await terminal.ended, 130)
    const { all, cursorShown } = await terminal.shown()
    assert.isTrue(cursorShown)
    assert.isAtLeast(all.filter((row) => row.startsWith("paid-")).length, 1)
    assert.match(
      all.at(-1) ?? "",
      /^bill-status: interrupted after \d+ of 60 lines\. To go on, .+ --resume \S+\.$/
    )
  })

  it("cuts what AOPay wrote before a row of a table wraps", async () => {
    const terminal = check(["paid-1", "refund-due-1"], { columns: 100 })
    assert.strictEqual(await terminal.ended, 4)
    const { all, wrapped } = await terminal.shown()
    assert.match(all[2] ?? "", /^refund-due-1 +RefundDue +₹1,051\.29 +Hyderabad.*… /)
    assert.strictEqual(wrapped, 0)
  })
})

describe("colour", () => {
  it.each([
    ["a terminal", {}, true],
    ["NO_COLOR", { NO_COLOR: "1" }, false],
    ["TERM=dumb", { TERM: "dumb" }, false]
  ] as const)("with %s", async (_, env, coloured) => {
    const terminal = check(["paid-1", "conflict-1"], { env })
    assert.strictEqual(await terminal.ended, 6)
    assert.strictEqual(colour.test(terminal.written()), coloured)
    assert.include(terminal.written(), "Conflict")
  })

  it("and nothing that moves where CI is set", async () => {
    const terminal = check(["--from", references(30), ...slowly], { env: { CI: "true" } })
    assert.strictEqual(await terminal.ended, 0)
    assert.notInclude(terminal.written(), `${escape}[?25l`)
  })

  it.each([
    [{}, false],
    [{ FORCE_COLOR: "1" }, true]
  ] as const)("in a pipe with %j", async (env, coloured) => {
    const { stderr, stdout } = await runCaptured("cli", ["check", "--from", references(2)], {
      ...mockSettings(mock.address),
      ...env
    })
    assert.strictEqual(colour.test(stdout), coloured)
    assert.strictEqual(colour.test(stderr), coloured)
  })
})
