/** One line at the bottom of a terminal that says how far a run is; it goes before anything else is printed. */
import { Clock, Effect, Schedule } from "effect"
import { canDraw, openScreen } from "../Live/Screen.ts"
import { cutTo } from "../Output/TextWidth.ts"
import type { Progress } from "./Progress.ts"

const every = "200 millis"

/** Prints a line to stdout. */
export type Print = (text: string) => Effect.Effect<void>

const print: Print = (text) => Effect.sync(() => process.stdout.write(`${text}\n`))

/** Runs with a progress line on stderr, where that is watched; `lines` tells how many are answered. */
export const withProgressLine =
  (progress: Progress, lines: () => number) =>
  <A, E, R>(run: (print: Print) => Effect.Effect<A, E, R>): Effect.Effect<A, E, R> => {
    const { env, stderr, stdout } = process
    if (!canDraw(stderr, env)) return run(print)
    return Effect.gen(function* () {
      const { draw, size } = yield* openScreen(stderr)
      const erase = draw([])
      const show = Effect.gen(function* () {
        const { columns } = yield* size
        yield* draw([cutTo(progress.describe(lines(), yield* Clock.currentTimeMillis), columns)])
      })
      const printAbove: Print = stdout.isTTY ? (text) => Effect.andThen(erase, print(text)) : print
      return yield* run(printAbove).pipe(
        Effect.raceFirst(Effect.andThen(Effect.repeat(show, Schedule.spaced(every)), Effect.never)),
        Effect.ensuring(erase)
      )
    }).pipe(Effect.scoped)
  }
