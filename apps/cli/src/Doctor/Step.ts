/** One step of the way to AOPay: what was found there, and what to do where that is not well. */
import { plainText } from "@bill-payment-status/core"
import { Data, Duration } from "effect"

/** Every step, in the order of the way. */
export const stepNames = [
  "node",
  "file",
  "settings",
  "proxy",
  "name",
  "tcp",
  "tls",
  "inquiry",
  "clock"
] as const
export type StepName = (typeof stepNames)[number]

/** What a step found. */
export interface Finding {
  readonly state: "ok" | "warn" | "fail" | "skip"
  /** A line or more, safe to show. */
  readonly found: ReadonlyArray<string>
  /** What to do; empty where nothing is to be done. */
  readonly todo: ReadonlyArray<string>
  /** 0 unless the state is fail. */
  readonly exitCode: number
}

/** A step and what it found. */
export interface Step extends Finding {
  readonly step: StepName
}

type Lines = string | ReadonlyArray<string>

const safe = (lines: Lines): ReadonlyArray<string> => [lines].flat().map((line) => plainText(line))

export const ok = (found: Lines): Finding => ({
  state: "ok",
  found: safe(found),
  todo: [],
  exitCode: 0
})

export const warn = (found: Lines, todo: Lines): Finding => ({
  state: "warn",
  found: safe(found),
  todo: safe(todo),
  exitCode: 0
})

export const skip = (reason: string): Finding => ({ ...ok(reason), state: "skip" })

/** Something to mend, which becomes the exit code of the program. */
export const fail = (exitCode: number, found: Lines, todo: Lines): Finding => ({
  state: "fail",
  found: safe(found),
  todo: safe(todo),
  exitCode
})

/** A finding that makes every later step pointless. */
export class Impasse extends Data.TaggedError("Impasse")<{ readonly finding: Finding }> {}

/** What was found, and what the next steps go on from. */
export interface Passed<A> {
  readonly finding: Finding
  readonly next: A
}

/** `35 ms`. */
export const took = (duration: Duration.Duration): string =>
  `${Math.round(Duration.toMillis(duration))} ms`
