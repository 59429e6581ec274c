/** The board on a terminal, redrawn once a second and whenever something changes. */
import { plainText } from "@bill-payment-status/core"
import { Console, DateTime, Effect, Fiber, Latch, Ref } from "effect"
import type { WriteStream } from "node:tty"
import { styleText } from "node:util"
import type { FollowEvent } from "../FollowAll.ts"
import { drawBoard, stateStyle } from "./drawBoard.ts"
import type { Paint } from "./Layout.ts"
import { openScreen } from "./Screen.ts"
import { padTo, widthOf } from "@bill-payment-status/program"
import { emptyBoard, outcomesOn, tellBoard, type TrackBoard } from "./TrackBoard.ts"

/** Many changes at once are one picture. */
const restBetweenPictures = "50 millis"

const adviceLines = (board: TrackBoard, paint: Paint): ReadonlyArray<string> => {
  const outcomes = [...outcomesOn(board)]
  const width = Math.max(0, ...outcomes.map(([outcome]) => widthOf(outcome)))
  return outcomes.map(
    ([outcome, advice]) =>
      `${paint(stateStyle(outcome), padTo(outcome, width))}  ${plainText(advice)}`
  )
}

/**
 * Draws while `follow` runs, from the events it tells. However it ends, the last picture stays, with a line
 * for every payment now, and below it what each outcome means for the money.
 */
export const withLiveBoard = <A, E, R>(
  terminal: WriteStream,
  references: ReadonlyArray<string>,
  follow: (tell: (event: FollowEvent) => Effect.Effect<void>) => Effect.Effect<A, E, R>
) =>
  Effect.scoped(
    Effect.gen(function* () {
      const screen = yield* openScreen(terminal)
      const board = yield* Ref.make(emptyBoard(references, yield* DateTime.now))
      const changed = yield* Latch.make()
      const paint: Paint = (style, text) => styleText(style, text, { stream: terminal })

      const draw = Effect.fnUntraced(function* (over: boolean) {
        const { columns, rows } = yield* screen.size
        const now = yield* DateTime.now
        const view = { columns, rows: over ? Number.POSITIVE_INFINITY : rows, now, over, paint }
        yield* screen.draw(drawBoard(yield* Ref.get(board), view))
      })
      const redraw = Effect.gen(function* () {
        yield* changed.close
        yield* draw(false)
        yield* Effect.sleep(restBetweenPictures)
        yield* Effect.raceAllFirst([changed.await, screen.resized, Effect.sleep("1 second")])
      })
      const drawing = yield* Effect.forkScoped(Effect.forever(redraw))

      const tell = Effect.fnUntraced(function* (event: FollowEvent) {
        const now = yield* DateTime.now
        yield* Ref.update(board, (current) => tellBoard(current, event, now))
        yield* changed.open
      })
      const finish = Effect.gen(function* () {
        yield* Fiber.interrupt(drawing)
        yield* draw(true)
        const advice = adviceLines(yield* Ref.get(board), paint)
        if (advice.length > 0) yield* Console.log(["", ...advice].join("\n"))
      })
      return yield* Effect.ensuring(follow(tell), finish)
    })
  )
