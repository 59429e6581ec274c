/** A run in figures, for people: how often each outcome came, as a bar, for how much money, and what to do. */
import { Duration } from "effect"
import type { Outcome } from "../Answer.ts"
import type { Summary, Tally } from "../Batch/Summary.ts"
import { amountText, countText } from "./Figures.ts"
import { colour } from "./Colour.ts"

const longestBar = 24

const bar = (share: number): string => "█".repeat(Math.max(1, Math.round(share * longestBar)))

const showMoney = ({ paise }: Tally): string => (paise === null ? "" : amountText(paise))

const chart = (tallies: ReadonlyMap<Outcome, Tally>): ReadonlyArray<string> => {
  const rows = [...tallies].toSorted(([, one], [, other]) => other.references - one.references)
  const most = Math.max(1, ...rows.map(([, { references }]) => references))
  const names = Math.max(...rows.map(([outcome]) => outcome.length))
  const counts = Math.max(...rows.map(([, { references }]) => countText(references).length))
  const moneys = Math.max(...rows.map(([, tally]) => showMoney(tally).length))
  return rows.map(([outcome, tally]) => {
    const money = showMoney(tally).padStart(moneys)
    const count = countText(tally.references).padStart(counts)
    const drawn = colour(outcome, bar(tally.references / most), process.stderr)
    return `  ${outcome.padEnd(names)}  ${count}  ${money}  ${drawn}`
  })
}

/** `3 references`, `1 reference`. */
const references = (count: number): string =>
  `${countText(count)} reference${count === 1 ? "" : "s"}`

const took = (elapsed: Duration.Duration): string => {
  const millis = Duration.toMillis(elapsed)
  return millis < 60_000
    ? `${(millis / 1000).toFixed(1)} s`
    : Duration.format(Duration.seconds(Math.round(millis / 1000)))
}

/** Lines for stderr, below what was printed. */
export const summaryText = (
  { asked, lines, references: different, tallies, toAskAgain, toLookAt }: Summary,
  elapsed: Duration.Duration
): string => {
  const repeated = lines === different ? "" : ` in ${countText(lines)} lines`
  const recorded = different - asked
  const seconds = Duration.toSeconds(elapsed)
  const rate = seconds < 1 ? "" : `, ${countText(asked / seconds)} a second`
  return [
    "",
    `${references(different)}${repeated}, ${took(elapsed)}${rate}`,
    ...(recorded === 0
      ? []
      : [`${references(recorded)} known from the record and not asked again`]),
    ...(tallies.size === 0 ? [] : ["", ...chart(tallies), ""]),
    ...(toLookAt === 0
      ? []
      : [`${references(toLookAt)} to look at: AOPay will not settle this by itself.`]),
    ...(toAskAgain === 0 ? [] : [`${references(toAskAgain)} to ask again later: not settled yet.`]),
    ...(toLookAt + toAskAgain === 0 && different > 0 ? ["Nothing to look at."] : [])
  ].join("\n")
}
