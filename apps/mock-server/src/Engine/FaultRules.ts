/** Which fault strikes which question. */
import { Result } from "effect"
import { closest } from "fastest-levenshtein"
import { faultNames, type FaultRule } from "./Fault.ts"

/** One question, as far as faults care. */
export interface Strike {
  readonly referenceId: string
  /** How often this reference was asked about before. */
  readonly attempt: number
  /** A number from 0 up to 1 for each thing to decide. */
  readonly chance: (what: string) => number
}

const concerns = (pattern: string | undefined, referenceId: string): boolean =>
  pattern === undefined ||
  (pattern.endsWith("*") ? referenceId.startsWith(pattern.slice(0, -1)) : referenceId === pattern)

/**
 * Rules with the count of how often each has struck. Rates are shares of all questions, each of its own;
 * without one, the first that fits strikes.
 */
export class FaultRules {
  readonly rules: ReadonlyArray<FaultRule>
  readonly #struck: Array<number>

  constructor(rules: ReadonlyArray<FaultRule>) {
    this.rules = rules
    this.#struck = rules.map(() => 0)
  }

  strike({ attempt, chance, referenceId }: Strike): FaultRule | undefined {
    const drawn = chance(`fault of attempt ${attempt}`)
    let below = 0
    const index = this.rules.findIndex(
      ({ rate = 1, reference, times = Number.POSITIVE_INFINITY }, number) => {
        if (!concerns(reference, referenceId) || (this.#struck[number] ?? 0) >= times) return false
        if (rate < 1) below += rate
        return rate === 1 || (drawn >= below - rate && drawn < below)
      }
    )
    if (index < 0) return undefined
    this.#struck[index] = (this.#struck[index] ?? 0) + 1
    return this.rules[index]
  }
}

const part = /^([a-z-]+)=(\d+(?:\.\d+)?)%$/

const readPart = (text: string): Result.Result<FaultRule, string> => {
  const [, name = "", percent = ""] = part.exec(text) ?? []
  if (name === "") return Result.fail(`"${text}" is not a fault and its share, e.g. reset=2%`)
  const fault = faultNames.find((known) => known === name)
  if (fault === undefined)
    return Result.fail(
      `there is no fault "${name}", did you mean "${closest(name, [...faultNames])}"?`
    )
  const rate = Number(percent) / 100
  return rate > 0 && rate <= 1
    ? Result.succeed({ fault, rate })
    : Result.fail(`"${text}" must be above 0% and at most 100%`)
}

/** Faults by their share of all questions: `reset=2%,slow=5%`. Fails with what is wrong, in words. */
export const readChaos = (text: string): Result.Result<ReadonlyArray<FaultRule>, string> =>
  Result.filterOrFail(
    Result.all(text.split(",").map((each) => readPart(each.trim()))),
    (rules) => rules.reduce((sum, { rate = 1 }) => sum + rate, 0) < 1 + Number.EPSILON * 100,
    () => "the shares come to more than 100%"
  )
