/** One line at the bottom of a terminal that says how far a run is; it goes before anything else is printed. */
import { Clock, Effect, Schedule } from "effect"
import type { Progress } from "./Progress.ts"

const every = "200 millis"

const eraseLine = "\r\u001B[K"

/** Whether somebody watches who wants to see things move. */
const isWatched = (stream: NodeJS.WriteStream): boolean =>
  stream.isTTY && process.env["TERM"] !== "dumb" && (process.env["CI"] ?? "") === ""

/** Prints a line to stdout. */
export type Print = (text: string) => void

const print: Print = (text) => process.stdout.write(`${text}\n`)

/** Runs with a progress line on stderr, where that is watched; `lines` tells how many are answered. */
export const withProgressLine =
  (progress: Progress, lines: () => number) =>
  <A, E, R>(run: (print: Print) => Effect.Effect<A, E, R>): Effect.Effect<A, E, R> => {
    const { stderr, stdout } = process
    if (!isWatched(stderr)) return run(print)
    let shown = false
    const erase = (): void => {
      if (shown) stderr.write(eraseLine)
      shown = false
    }
    const draw = Effect.map(Clock.currentTimeMillis, (now) => {
      const text = progress.describe(lines(), now).slice(0, Math.max(0, stderr.columns - 1))
      stderr.write(eraseLine + text)
      shown = true
    })
    const printAbove: Print = (text) => {
      if (stdout.isTTY) erase()
      print(text)
    }
    return Effect.raceFirst(
      run(printAbove),
      Effect.repeat(draw, Schedule.spaced(every)).pipe(Effect.andThen(Effect.never))
    ).pipe(Effect.ensuring(Effect.sync(erase)))
  }
