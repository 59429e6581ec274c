import { afterAll, afterEach, assert, beforeAll, describe, it } from "@effect/vitest"
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
const terminals: Array<ProgramTerminal> = []

beforeAll(async () => {
  mock = await startServer("mock-server")
})
afterEach(() => Promise.all(terminals.splice(0).map(({ close }) => close())))
afterAll(() => mock.stop())

/** A world of the mock's own, so that moving its clock disturbs no other test. */
let worlds = 0
const newWorld = (): string => `${mock.address}/ns/terminal-${(worlds += 1)}`

const advance = async (world: string, by: string): Promise<void> => {
  const [, namespace = ""] = world.split("/ns/")
  const { ok } = await fetch(`${mock.address}/_mock/clock/advance`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-mock-namespace": namespace },
    body: JSON.stringify({ by })
  })
  assert.isTrue(ok)
}

const track = (
  references: ReadonlyArray<string>,
  { env, ...options }: TerminalOptions = {},
  world = newWorld()
): ProgramTerminal => {
  const args = ["track", ...references, "--until", "paid", "--interval", "200ms"]
  const terminal = openTerminal("cli", args, {
    ...options,
    env: { ...mockSettings(world), ...env }
  })
  terminals.push(terminal)
  return terminal
}

const rowOf =
  (reference: string, ...words: ReadonlyArray<string>) =>
  ({ rows }: Shown): boolean =>
    rows.some((row) => row.startsWith(reference) && words.every((word) => row.includes(word)))

const ctrlC = "\u0003"
const ctrlZ = "\u001A"
const escape = "\u001B"
const styles = new RegExp(String.raw`${escape}\[[\d;]*m`)

describe("track on a terminal", () => {
  it("shows Pending, then Paid, and at the end what that means for the money", async () => {
    const world = newWorld()
    const terminal = track(["pending-then-paid-1"], { columns: 130 }, world)
    const pending = await terminal.shownOnce(
      rowOf("pending-then-paid-1", "Pending", "next question in")
    )
    assert.isFalse(pending.cursorShown)
    assert.match(pending.rows[0] ?? "", /^REFERENCE +STATE +AMOUNT +AGE +LAST +NEXT$/)
    assert.match(pending.rows[2] ?? "", /^1 Pending · asked .* so far · Ctrl-C to stop$/)
    await advance(world, "2 minutes")
    assert.strictEqual(await terminal.ended, 0)
    const { all, cursorShown } = await terminal.shown()
    assert.match(
      all[1] ?? "",
      /^pending-then-paid-1 +Paid +₹[\d,.]+ +\d .* Pending → Paid \d\d:\d\d:\d\d +done$/
    )
    assert.match(all[2] ?? "", /^1 Paid · asked \d+ times · \d+ s$/)
    assert.deepStrictEqual(all.slice(3), ["", "Paid  Do not refund, do not pay again."])
    assert.isTrue(cursorShown)
    assert.match(terminal.written(), styles)
  })

  it("says in words why there is no answer", async () => {
    const terminal = track(["unavailable-1", "not-found-1"], { columns: 130 })
    const busy = rowOf("unavailable-1", "Not known", "AOPay is busy or down")
    const notFound = rowOf("not-found-1", "Not known", "not on record yet")
    assert.isOk(await terminal.shownOnce((shown) => busy(shown) && notFound(shown)))
  })

  it("narrowed to 40 columns is drawn again without a line that wraps", async () => {
    const references = ["pending-1", "pending-then-refunded-with-a-long-name", "refund-due-1"]
    const terminal = track(references, { columns: 120 })
    await terminal.shownOnce(rowOf("refund-due-1", "RefundDue"))
    terminal.resize(40, 24)
    // Until it is drawn again, the terminal shows the wide rows, cut and wrapped.
    const narrow = await terminal.shownOnce(
      (shown) =>
        rowOf("pending-then-r", "…")(shown) && shown.rows.every(({ length }) => length < 40)
    )
    assert.strictEqual(narrow.wrapped, 0)
    terminal.press(ctrlC)
    assert.strictEqual(await terminal.ended, 130)
    const { all } = await terminal.shown()
    assert.strictEqual(all.filter((row) => row.startsWith("REFERENCE")).length, 1)
    assert.strictEqual(all.filter((row) => row.startsWith("refund-due-1")).length, 1)
  })

  it("widened shows more", async () => {
    const terminal = track(["pending-1"], { columns: 40 })
    await terminal.shownOnce(rowOf("pending-1", "Pending"))
    terminal.resize(120, 24)
    assert.isOk(await terminal.shownOnce(rowOf("pending-1", "₹")))
  })

  it("shows as many as there are rows", async () => {
    const references = Array.from({ length: 30 }, (_, index) => `pending-${index}`)
    const terminal = track(references, { rows: 10 })
    const { rows } = await terminal.shownOnce((shown) =>
      shown.rows.some((row) => row.startsWith("30 Pending"))
    )
    assert.strictEqual(rows.filter((row) => row.startsWith("pending-")).length, 6)
    assert.include(rows, "… and 24 more")
    terminal.press(ctrlC)
    await terminal.ended
    const { all } = await terminal.shown()
    for (const reference of references)
      assert.isTrue(all.some((row) => row.startsWith(`${reference} `)))
  })

  it("stopped with Ctrl-C keeps the picture, shows the cursor and exits 130", async () => {
    const terminal = track(["pending-1", "paid-1"], { columns: 120 })
    await terminal.shownOnce(rowOf("pending-1", "Pending"))
    await terminal.shownOnce(rowOf("paid-1", "Paid", "final"))
    terminal.press(ctrlC)
    assert.strictEqual(await terminal.ended, 130)
    const { all, cursorShown } = await terminal.shown()
    assert.isTrue(cursorShown)
    assert.match(all[1] ?? "", /^pending-1 +Pending .* stopped$/)
    assert.match(all[3] ?? "", /^1 Pending · 1 Paid · asked \d+ times · \d+ s$/)
    assert.deepStrictEqual(all.slice(4), [
      "",
      "Pending  Wait and ask again; do not refund, do not pay again.",
      "Paid     Do not refund, do not pay again.",
      "bill-status: stopped while still following 1 of 2 payments; give the same command again to go on."
    ])
  })

  it("suspended shows the cursor, and draws below when it goes on", async () => {
    const terminal = track(["pending-1"])
    await terminal.shownOnce(rowOf("pending-1", "Pending"))
    terminal.press(ctrlZ)
    await terminal.shownOnce(({ cursorShown }) => cursorShown)
    const { cursorShown } = await terminal.shownOnce(({ all }) => {
      // It may not have come before the program has stopped itself.
      terminal.signal("SIGCONT")
      return all.filter((row) => row.startsWith("REFERENCE")).length >= 2
    })
    assert.isFalse(cursorShown)
  })

  it("has no colour with NO_COLOR", async () => {
    const terminal = track(["paid-1"], { env: { NO_COLOR: "1" } })
    assert.strictEqual(await terminal.ended, 0)
    assert.notMatch(terminal.written(), styles)
    assert.include(terminal.written(), "Paid")
  })

  it("never lets a reference reach the terminal as it is", async () => {
    const terminal = track(["paid-\u001B[2Jx", "paid-\u202Ey"])
    await terminal.ended
    assert.notInclude(terminal.written(), "\u001B[2J")
    assert.notInclude(terminal.written(), "\u202E")
  })

  it.each([[{ TERM: "dumb" }], [{ CI: "true" }]])("prints lines with %j", async (env) => {
    const terminal = track(["paid-1"], { env })
    assert.strictEqual(await terminal.ended, 0)
    assert.notInclude(terminal.written(), escape)
    assert.match(terminal.written(), /^\d\d:\d\d:\d\d {2}paid-1 {2}Paid/)
  })
})

it.each(["text", "ndjson"])("piped, %s has no escape sequence at all", async (output) => {
  const args = ["track", "paid-1", "--until", "paid", "--output", output]
  const { code, stderr, stdout } = await runCaptured("cli", args, mockSettings(mock.address))
  assert.strictEqual(code, 0)
  assert.include(stdout, "paid-1")
  assert.notInclude(stdout + stderr, escape)
})
