/** A picture of a few lines at the end of a terminal's output, drawn again in place. */
import { Effect, type Scope } from "effect"
import type { WriteStream } from "node:tty"
import { widthOf } from "@bill-payment-status/program"

export interface Screen {
  /** How wide and high a picture may be now. */
  readonly size: Effect.Effect<{ readonly columns: number; readonly rows: number }>
  /**
   * Puts lines in the place of those drawn before; none erases them. What is written to the terminal
   * otherwise goes below the picture: erase it first.
   */
  readonly draw: (lines: ReadonlyArray<string>) => Effect.Effect<void>
  /** Ends when the terminal has got another size. */
  readonly resized: Effect.Effect<void>
}

/** Whether pictures can be drawn there: a terminal that can do more than print, and somebody who looks. */
export const canDraw = (
  terminal: { readonly isTTY?: boolean },
  environment: { readonly [name: string]: string | undefined }
): boolean =>
  terminal.isTTY === true && environment["TERM"] !== "dumb" && (environment["CI"] ?? "") === ""

const escape = "\u001B["
const cursor = { hide: `${escape}?25l`, show: `${escape}?25h` }
/** A line that is wider than measured is cut by the terminal instead of breaking the picture. */
const wrapping = { off: `${escape}?7l`, on: `${escape}?7h` }
const eraseRight = `${escape}K`
const eraseBelow = `${escape}J`
const up = (rows: number): string => (rows === 0 ? "\r" : `\r${escape}${rows}A`)

/** Where a terminal does not tell. */
const usual = { columns: 80, rows: 24 }

interface Drawn {
  readonly lines: ReadonlyArray<string>
  readonly columns: number
}

const nothing: Drawn = { lines: [], columns: Number.POSITIVE_INFINITY }

/** A terminal that became narrower has wrapped the lines it shows. */
const rowsOf = (drawn: Drawn, columns: number): number =>
  columns >= drawn.columns
    ? drawn.lines.length
    : drawn.lines.reduce((rows, line) => rows + Math.max(1, Math.ceil(widthOf(line) / columns)), 0)

const columnsOf = (terminal: WriteStream): number => terminal.columns || usual.columns

/**
 * The cursor rests below the picture and is hidden until the scope closes, however it does, and while the
 * program is suspended. What was drawn last stays.
 */
export const openScreen = (terminal: WriteStream): Effect.Effect<Screen, never, Scope.Scope> => {
  const show = () => {
    terminal.write(wrapping.on + cursor.show)
  }
  const suspend = () => {
    show()
    process.kill(process.pid, "SIGSTOP")
  }
  return Effect.gen(function* () {
    let drawn = nothing

    /** The shell has written below the picture meanwhile. */
    const resume = () => {
      drawn = nothing
      terminal.write(cursor.hide)
    }
    const enter = Effect.sync(() => {
      process.on("exit", show)
      process.on("SIGTSTP", suspend)
      process.on("SIGCONT", resume)
      terminal.write(cursor.hide)
    })
    const leave = Effect.sync(() => {
      process.off("exit", show)
      process.off("SIGTSTP", suspend)
      process.off("SIGCONT", resume)
      show()
    })
    yield* Effect.acquireRelease(enter, () => leave)

    return {
      // One column less, as some terminals wrap a full line; one row less, for the cursor.
      size: Effect.sync(() => ({
        columns: Math.max(1, columnsOf(terminal) - 1),
        rows: Math.max(1, (terminal.rows || usual.rows) - 1)
      })),
      draw: (lines) =>
        Effect.sync(() => {
          const columns = columnsOf(terminal)
          const picture = lines.map((line) => `${line}${eraseRight}\r\n`).join("")
          terminal.write(
            wrapping.off + up(rowsOf(drawn, columns)) + picture + eraseBelow + wrapping.on
          )
          drawn = { lines, columns }
        }),
      resized: Effect.callback<void>((resume) => {
        const ended = () => resume(Effect.void)
        terminal.once("resize", ended)
        return Effect.sync(() => terminal.off("resize", ended))
      })
    }
  })
}
