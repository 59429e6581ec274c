/** JSON for programs: one object a reference, the same shape everywhere. */
import { escapeUnsafe } from "@bill-payment-status/core"
import { Option, Stream } from "effect"
import type { Answered } from "../Answer.ts"
import type { Render } from "./Render.ts"

const stringify = ({ answer }: Answered, indent?: number): string =>
  escapeUnsafe(JSON.stringify(answer, null, indent))

/** One object, indented. */
export const renderObject: Render = Stream.map((answered) => stringify(answered, 2))

/** One object a line. */
export const renderLines: Render = Stream.map((answered) => stringify(answered))

/** An array with one object a line. */
export const renderArray: Render = (answers) =>
  answers.pipe(
    Stream.zipWithPreviousAndNext,
    Stream.map(([previous, answered, next]) => {
      const before = Option.isNone(previous) ? "[\n  " : "  "
      const after = Option.isNone(next) ? "\n]" : ","
      return before + stringify(answered) + after
    }),
    Stream.orElseIfEmpty(() => Stream.make("[]"))
  )
