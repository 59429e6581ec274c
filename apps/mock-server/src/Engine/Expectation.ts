/** What a test expects to have been asked, compared with the journal. */
import { Schema } from "effect"
import type { Journal } from "./Journal.ts"

const Count = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))

/** How often a reference was asked about, or in which order references were. */
export const Expectation = Schema.Struct({
  reference: Schema.optionalKey(Schema.NonEmptyString),
  /** Exactly so often. */
  times: Schema.optionalKey(Count),
  atLeast: Schema.optionalKey(Count),
  atMost: Schema.optionalKey(Count),
  /** All that were asked about, one after the other. */
  order: Schema.optionalKey(Schema.Array(Schema.NonEmptyString))
})
  .check(
    Schema.makeFilter(({ atLeast, atMost, order, reference, times }) => {
      if ((order === undefined) === (reference === undefined))
        return "Expected either reference or order"
      const counts = [times, atLeast, atMost].filter((count) => count !== undefined)
      if (reference !== undefined && counts.length === 0)
        return { path: ["times"], issue: "Expected times, atLeast or atMost beside reference" }
      if (order !== undefined && counts.length > 0)
        return { path: ["order"], issue: "goes without times, atLeast and atMost" }
      if (times !== undefined && counts.length > 1)
        return { path: ["times"], issue: "goes without atLeast and atMost" }
      if (atLeast !== undefined && atMost !== undefined && atLeast > atMost)
        return { path: ["atMost"], issue: "must be at least atLeast" }
      return undefined
    })
  )
  .annotate({ identifier: "Expectation" })
export type Expectation = typeof Expectation.Type

/** Whether it was so, and if not, how it differs. */
export interface Verification {
  readonly pass: boolean
  readonly difference: string | null
}

const passed: Verification = { pass: true, difference: null }

const failed = (difference: string): Verification => ({ pass: false, difference })

const times = (count: number): string => (count === 1 ? "once" : `${count} times`)

const verifyCount = (
  reference: string,
  count: number,
  least: number,
  most: number
): Verification => {
  if (count >= least && count <= most) return passed
  const expected =
    least === most
      ? times(least)
      : count < least
        ? `at least ${times(least)}`
        : `at most ${times(most)}`
  return failed(`${reference} was asked about ${times(count)}, expected ${expected}.`)
}

const verifyOrder = (
  expected: ReadonlyArray<string>,
  asked: ReadonlyArray<string>
): Verification => {
  const length = Math.max(expected.length, asked.length)
  for (let index = 0; index < length; index++) {
    if (expected[index] === asked[index]) continue
    return failed(
      `Question ${index + 1} was about ${asked[index] ?? "nothing"}, expected ${expected[index] ?? "nothing"}.`
    )
  }
  return passed
}

const unsure = (forgotten: number): Verification =>
  failed(
    `The journal has forgotten ${forgotten} older questions, so nobody can tell; let it keep more.`
  )

/** Compares with what was asked, oldest first; a question that was none does not count. */
export const verify = (
  { atLeast, atMost, order, reference = "", times: exactly }: Expectation,
  journal: Journal
): Verification => {
  const references = journal
    .find()
    .map(({ referenceId }) => referenceId)
    .filter((each) => each !== "")
  const { forgotten } = journal
  if (order !== undefined) return forgotten > 0 ? unsure(forgotten) : verifyOrder(order, references)
  const count = references.filter((each) => each === reference).length
  const least = exactly ?? atLeast ?? 0
  const most = exactly ?? atMost ?? Number.POSITIVE_INFINITY
  const seen = verifyCount(reference, count, least, most)
  // More may have been asked than is remembered, not less.
  const holds = most === Number.POSITIVE_INFINITY ? seen.pass : count > most
  return forgotten > 0 && !holds ? unsure(forgotten) : seen
}
