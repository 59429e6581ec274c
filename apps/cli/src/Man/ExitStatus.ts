/** What the manual page says of each exit code. */
import { gaveUpCode, gravestFirst, outcomesByCode } from "../ExitCode.ts"

/** Beside the outcomes that have the code. */
const about = new Map<number, string>([
  [0, "Also help, the version, a manual page or a script that was asked for."],
  [4, "Failed, and the money is not back yet."],
  [5, "Failed, and the money is back."],
  [6, "The answer contradicts itself; a person must look."],
  [7, "AOPay rejects us."],
  [8, "Not on record yet, or never sent."],
  [9, "Another answer that is not a verdict."],
  [10, "AOPay is unreachable, too slow or unavailable."],
  [gaveUpCode, "Gave up waiting (track); the last state is printed."],
  [64, "Wrong usage, or a wrong setting."],
  [74, "Standard output cannot be written, e.g. to a full disk."],
  [130, "Interrupted."],
  [141, "Whoever read the output has left, e.g. | head -1."]
])

const codes = [...new Set([...outcomesByCode.keys(), ...about.keys()])].toSorted((a, b) => a - b)

const meansOf = (code: number): string => {
  const outcomes = outcomesByCode.get(code)
  const beside = about.get(code)
  return [...(outcomes ? [`${outcomes.join(", ")}.`] : []), ...(beside ? [beside] : [])].join(" ")
}

/** Each code with a sentence or two. */
export const exitStatus: ReadonlyArray<readonly [code: number, means: string]> = codes.map(
  (code) => [code, meansOf(code)]
)

/** What counts when there are several references. */
export const gravest = gravestFirst.join(", ")
