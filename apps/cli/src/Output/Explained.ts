/** An explanation as text for people, and as JSON for programs. */
import {
  escapeUnsafe,
  type Explanation,
  type InquiryResult,
  plainText
} from "@bill-payment-status/core"
import { Result } from "effect"
import type { Answer } from "../Answer.ts"

const indented = (lines: ReadonlyArray<string>): ReadonlyArray<string> =>
  lines.map((line) => `  ${plainText(line, Number.POSITIVE_INFINITY)}`)

const section = (heading: string, lines: ReadonlyArray<string>): ReadonlyArray<string> =>
  lines.length === 0 ? [] : ["", heading, ...indented(lines)]

const columns = (pairs: ReadonlyArray<readonly [string, string]>): ReadonlyArray<string> => {
  const width = Math.max(0, ...pairs.map(([name]) => name.length))
  return pairs.map(([name, value]) => `${name.padEnd(width)}  ${value}`)
}

/** For people: what decided, what would have changed it, what to do, and what was said. */
export const explanationText = (
  { referenceId, result }: InquiryResult,
  { advice, body, decidedBy, why, wouldChange }: Explanation
): string => {
  const drift = Result.match(result, {
    onFailure: () => [],
    onSuccess: (status) => status.drift.map(({ found, path }) => `${path} was ${found}`)
  })
  const httpStatus = Result.merge(result).httpStatus
  return [
    plainText(`${referenceId}: ${why}`, Number.POSITIVE_INFINITY),
    ...section("Decided by", columns(decidedBy.map(({ found, path }) => [path, found] as const))),
    ...section("What would have changed it", wouldChange),
    ...section("What to do now", [advice]),
    ...section("Could not be read (the verdict stands)", drift),
    ...section(
      `What AOPay said${httpStatus === null ? "" : ` (HTTP ${httpStatus})`}`,
      body === null ? [] : body.split("\n")
    )
  ].join("\n")
}

/** For programs: the usual object, and the explanation beside it. */
export const explanationJson = (answer: Answer, explanation: Explanation): string =>
  escapeUnsafe(JSON.stringify({ ...answer, explanation }, null, 2))
