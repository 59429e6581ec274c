/** What `doctor` found, as lines for people and as JSON for programs. */
import { styleText } from "node:util"
import { escapeUnsafe } from "@bill-payment-status/core"
import { type Step, stepNames } from "../Doctor/Step.ts"

const words = { ok: "ok", warn: "warn", fail: "FAIL", skip: "skip" } as const
const colours = { ok: "green", warn: "yellow", fail: "red", skip: "gray" } as const

const wordWidth = Math.max(...Object.values(words).map(({ length }) => length))
const nameWidth = Math.max(...stepNames.map(({ length }) => length))
const space = "  "
const margin = " ".repeat(wordWidth + nameWidth + 2 * space.length)

/** The word is there without its colour too. */
export const stepText = ({ found, state, step, todo }: Step): string => {
  const word = styleText(colours[state], words[state].padEnd(wordWidth), { stream: process.stdout })
  const [first = "", ...more] = [...found, ...todo.map((line) => `→ ${line}`)]
  const head = [word, step.padEnd(nameWidth), first].join(space)
  return [head, ...more.map((line) => margin + line)].join("\n")
}

/** The last line. */
export const closingText = (steps: ReadonlyArray<Step>): string => {
  const { length } = steps.flatMap(({ todo }) => todo)
  if (length === 0) return "Everything works."
  return length === 1 ? "1 thing to mend." : `${length} things to mend.`
}

const joined = (lines: ReadonlyArray<string>): string | null =>
  lines.length === 0 ? null : lines.join("\n")

/** One object; `ok` as the exit code says it: warnings do not count. */
export const diagnosisJson = (steps: ReadonlyArray<Step>): string =>
  escapeUnsafe(
    JSON.stringify(
      {
        ok: steps.every(({ state }) => state !== "fail"),
        steps: steps.map(({ found, state, step, todo }) => ({
          step,
          state,
          found: found.join("\n"),
          todo: joined(todo)
        }))
      },
      null,
      2
    )
  )
