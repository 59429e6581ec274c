/** `pnpm fuzz [bodies] [seed]`: prints counts and exits 1 when the decoder crashed or disagreed. */
import { fuzz } from "./fuzz.ts"

const shownAtMost = 2000
const [bodies = 1_000_000, seed = 1] = process.argv.slice(2).map(Number)
console.log(`Reading ${bodies} mutated bodies, seed ${seed}…`)
const startedAt = process.hrtime.bigint()
const { crashes, disagreements, outcomes } = fuzz(bodies, seed)
const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9

for (const [outcome, count] of [...outcomes].toSorted((one, other) => other[1] - one[1]))
  console.log(`${String(count).padStart(9)}  ${outcome}`)
for (const found of [...crashes, ...disagreements].slice(0, 10))
  console.error(`\n${found.slice(0, shownAtMost)}`)
console.log(
  `${bodies} bodies in ${seconds.toFixed(0)} s: ${crashes.length} crashes, ${disagreements.length} wrong verdicts`
)
process.exit(crashes.length + disagreements.length === 0 ? 0 : 1)
