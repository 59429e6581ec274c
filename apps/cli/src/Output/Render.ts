/** What every output format is: answers in, text to print out, a line or more at a time. */
import type { Stream } from "effect"
import type { Answered } from "../Answer.ts"

export type Render = <E, R>(answers: Stream.Stream<Answered, E, R>) => Stream.Stream<string, E, R>
