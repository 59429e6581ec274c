/** One line at the bottom of a terminal that says how far a run is; it goes before anything else is printed. */
import { printLine } from "@bill-payment-status/program"
import { Clock, Effect, Schedule } from "effect"
import { canDraw, openScreen } from "../Live/Screen.ts"
import { cutTo } from "@bill-payment-status/program"
import type { Progress } from "./Progress.ts"

const every = "200 millis"

/** Prints a line to stdout. */
export type Print = (text: string) => Effect.Effect<void>

/** Runs with a progress line on stderr, where that is watched; `lines` tells how many are answered. */
export const withProgressLine =
  (progress: Progress, lines: () => number) =>
  <A, E, R>(run: (print: Print) => Effect.Effect<A, E, R>): Effect.Effect<A, E, R> => {
    const { env, stderr, stdout } = process
    if (!canDraw(stderr, env)) return run(printLine)
    return Effect.gen(function* () {
      const { draw, size } = yield* openScreen(stderr)
      let picture: ReadonlyArray<string> = []
      const show = Effect.gen(function* () {
        const { columns } = yield* size
        picture = [cutTo(progress.describe(lines(), yield* Clock.currentTimeMillis), columns)]
        yield* draw(picture)
      })
      const printAbove: Print = stdout.isTTY
        ? (text) =>
            draw([]).pipe(
              Effect.andThen(printLine(text)),
              Effect.andThen(Effect.suspend(() => draw(picture)))
            )
        : printLine
      return yield* run(printAbove).pipe(
        Effect.raceFirst(Effect.andThen(Effect.repeat(show, Schedule.spaced(every)), Effect.never)),
        Effect.ensuring(draw([]))
      )
    }).pipe(Effect.scoped)
  }
