/** A built program in a terminal of its own: keys go in, and what a person would see comes out. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { spawn } from "@lydell/node-pty"
import xterm from "@xterm/headless"
import { type App, binOf } from "./programs.ts"

export interface TerminalOptions {
  /** 80 unless told otherwise. */
  readonly columns?: number
  /** 24 unless told otherwise. */
  readonly rows?: number
  /** The whole environment but for `TERM`, which is `xterm-256color` unless it stands here. */
  readonly env?: { readonly [name: string]: string }
}

/** What a terminal shows at one moment. */
export interface Shown {
  /** The rows of the screen, spaces at their ends left out. */
  readonly rows: ReadonlyArray<string>
  /** The rows that scrolled away, and those of the screen up to the last that is not empty. */
  readonly all: ReadonlyArray<string>
  /** Rows that go on in the next one, as they were too long. */
  readonly wrapped: number
  readonly cursorShown: boolean
}

export interface ProgramTerminal {
  readonly shown: () => Promise<Shown>
  /** What is shown once that holds; fails with what was shown instead, after 15 seconds or at the end. */
  readonly shownOnce: (holds: (shown: Shown) => boolean) => Promise<Shown>
  /** Keys as a terminal sends them; Ctrl-C is `\u0003`. */
  readonly press: (keys: string) => void
  readonly resize: (columns: number, rows: number) => void
  /** Sends the program a signal, e.g. `SIGCONT`. */
  readonly signal: (name: NodeJS.Signals) => void
  /** The exit code. */
  readonly ended: Promise<number>
  /** All bytes the program wrote, escape sequences too. */
  readonly written: () => string
  /** Ends the program if it still runs. */
  readonly close: () => Promise<void>
}

const patience = 15_000
const betweenLooks = 20

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })

const cursorShownAfter = (written: string): boolean =>
  written.lastIndexOf("\u001B[?25h") >= written.lastIndexOf("\u001B[?25l")

/** Runs a built program in a terminal, in an empty folder. */
export const openTerminal = (
  app: App,
  args: ReadonlyArray<string>,
  { columns = 80, env = {}, rows = 24 }: TerminalOptions = {}
): ProgramTerminal => {
  const folder = mkdtempSync(join(tmpdir(), "bill-status-"))
  const screen = new xterm.Terminal({
    cols: columns,
    rows,
    allowProposedApi: true,
    scrollback: 10_000
  })
  const program = spawn(process.execPath, [binOf(app), ...args], {
    name: env["TERM"] ?? "xterm-256color",
    cols: columns,
    rows,
    cwd: folder,
    env: { HOME: folder, ...env }
  })
  let written = ""
  let running = true
  program.onData((data) => {
    written += data
    screen.write(data)
  })
  const ended = new Promise<number>((resolve) => {
    program.onExit(({ exitCode }) => {
      running = false
      rmSync(folder, { recursive: true })
      resolve(exitCode)
    })
  })

  const look = (): Shown => {
    const { active } = screen.buffer
    const lines = Array.from({ length: active.length }, (_, row) => active.getLine(row))
    const all = lines.map((line) => line?.translateToString(true) ?? "")
    return {
      rows: all.slice(active.baseY, active.baseY + screen.rows),
      all: all.slice(0, all.findLastIndex((row) => row !== "") + 1),
      wrapped: lines.filter((line) => line?.isWrapped === true).length,
      cursorShown: cursorShownAfter(written)
    }
  }
  /** xterm takes what is written in its own time. */
  const shown = (): Promise<Shown> =>
    new Promise((resolve) => {
      screen.write("", () => resolve(look()))
    })

  const shownUntil = async (holds: (shown: Shown) => boolean, latest: number): Promise<Shown> => {
    const wasRunning = running
    const now = await shown()
    if (holds(now)) return now
    if (!wasRunning || Date.now() > latest)
      throw new Error(`This is not shown; instead:\n${now.all.join("\n")}`)
    await pause(betweenLooks)
    return shownUntil(holds, latest)
  }
  const shownOnce = (holds: (shown: Shown) => boolean): Promise<Shown> =>
    shownUntil(holds, Date.now() + patience)

  return {
    shown,
    shownOnce,
    press: (keys) => program.write(keys),
    resize: (newColumns, newRows) => {
      screen.resize(newColumns, newRows)
      program.resize(newColumns, newRows)
    },
    signal: (name) => program.kill(name),
    ended,
    written: () => written,
    close: async () => {
      if (running) program.kill("SIGKILL")
      await ended
    }
  }
}
