/**
 * `node fuzz/run.ts [requests] [seed]`: fuzzes a built gateway without keys and one with them; exits 1 on a
 * complaint, and prints the command that asks again what it is about.
 */
import { fuzz } from "./fuzz.ts"
import { type FuzzedGateway, withGateways } from "./withGateways.ts"

const shownAtMost = 10
const [requests = 20_000, seed = Math.floor(Math.random() * 1_000_000)] = process.argv
  .slice(2)
  .map(Number)

const complaintsAbout = async ({
  address,
  keys,
  name
}: FuzzedGateway): Promise<ReadonlyArray<string>> => {
  console.log(`Asking a gateway ${name} ${requests} times, seed ${seed}…`)
  const startedAt = performance.now()
  const { answers, complaints } = await fuzz(address, { keys, requests, seed })
  for (const [answer, count] of [...answers].toSorted((one, other) => other[1] - one[1]))
    console.log(`${String(count).padStart(9)}  ${answer}`)
  const seconds = (performance.now() - startedAt) / 1000
  console.log(`${requests} requests in ${seconds.toFixed(0)} s: ${complaints.length} complaints`)
  return complaints
}

const complaints = await withGateways(async ({ keyed, open }) => [
  ...(await complaintsAbout(open)),
  ...(await complaintsAbout(keyed))
])
for (const complaint of complaints.slice(0, shownAtMost)) console.error(`\n${complaint}`)
process.exit(complaints.length === 0 ? 0 : 1)
