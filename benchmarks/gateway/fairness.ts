/** What one partner's batches do to another's single questions: see ../README.md. */
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { setTimeout } from "node:timers/promises"
import { describeMachine, machine } from "../machine.ts"
import { endAfter, loadCore, start } from "../processes.ts"
import { writeResult } from "../results.ts"
import type { Server } from "../servers.ts"
import { inThousands, table } from "../table.ts"
import type { Batches } from "./fairness/batches.ts"
import type { Asked, Singles } from "./fairness/single.ts"
import { makeKeys, startGateway, startMock } from "./gateways.ts"

const { values: flags } = parseArgs({
  options: {
    questions: { type: "string", default: "2000" },
    rate: { type: "string", default: "200" },
    /** At the rate; each takes a turn or two. */
    ratedQuestions: { type: "string", default: "500" }
  }
})
const references = 1000
const goals = { timesIdle: 3, turns: 2 }
const rate = Number(flags.rate)
const turnMillis = 1000 / rate

const startHelper = (file: string) => {
  const program = fileURLToPath(new URL(`fairness/${file}`, import.meta.url))
  return start(loadCore, [process.execPath, program], ["ignore", 2, 2, "ipc"])
}

endAfter(178)
const measuredOn = machine()
const mock = await startMock()
const keys = makeKeys()
const many = keys.create("many")
const one = keys.create("one")
const asker = startHelper("single.ts")

let runs = 0
/** No reference is asked about twice. */
const freshPrefix = (): string => `pending-${(runs += 1)}-`

const ask = async ({ origin }: Server, questions: number): Promise<Asked> => {
  const singles: Singles = { origin, headers: one, prefix: freshPrefix(), questions }
  asker.send(singles)
  const [asked] = await once(asker, "message")
  return asked
}

const settleMillis = 1000

/** Asks while the other partner's batches are being answered. */
const askBesideBatches = async (gateway: Server, questions: number) => {
  const sender = startHelper("batches.ts")
  const prefix = freshPrefix()
  const batches: Batches = { origin: gateway.origin, headers: many, prefix, references }
  let answered = 0
  sender.on("message", (results: number) => (answered += results))
  const began = performance.now()
  sender.send(batches)
  await setTimeout(settleMillis)
  const asked = await ask(gateway, questions)
  const perSecond = answered / ((performance.now() - began) / 1000)
  sender.kill("SIGKILL")
  await once(sender, "exit")
  return { asked, perSecond }
}

interface Distribution {
  readonly name: string
  readonly p50: number
  readonly p90: number
  readonly p99: number
  readonly longest: number
  readonly turnedAway: number
  /** Results of the other partner's batches. */
  readonly besidesPerSecond: number
}

const distributionOf = (
  name: string,
  { millis, turnedAway }: Asked,
  besidesPerSecond = 0
): Distribution => {
  const sorted = millis.toSorted((a, b) => a - b)
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return {
    name,
    p50: at(0.5),
    p90: at(0.9),
    p99: at(0.99),
    longest: at(1),
    turnedAway,
    besidesPerSecond
  }
}

/** Alone, then beside batches. */
const compare = async (gateway: Server, questions: number, what: string) => {
  await ask(gateway, questions)
  const alone = distributionOf(`${what}, alone`, await ask(gateway, questions))
  const { asked, perSecond } = await askBesideBatches(gateway, questions)
  return [alone, distributionOf(`${what}, beside batches`, asked, perSecond)] as const
}

console.log(`${describeMachine(measuredOn)}, batches of ${inThousands(references)}\n`)
const free = await startGateway({ name: "gateway", provider: mock, keys })
const [idle, busy] = await compare(free, Number(flags.questions), "no rate")
free.process.kill("SIGKILL")

const rated = await startGateway({
  name: "gateway",
  provider: mock,
  keys,
  environment: { BILL_STATUS_RATE: `${rate}/s` }
})
const [ratedIdle, ratedBusy] = await compare(rated, Number(flags.ratedQuestions), `${rate}/s`)

const distributions = [idle, busy, ratedIdle, ratedBusy]
console.log(
  table(
    ["one question, ms", "p50", "p90", "p99", "longest", "turned away", "batch results/s"],
    distributions.map(({ besidesPerSecond, longest, name, p50, p90, p99, turnedAway }) => [
      name,
      ...[p50, p90, p99, longest].map((millis) => millis.toFixed(2)),
      inThousands(turnedAway),
      besidesPerSecond === 0 ? "" : inThousands(besidesPerSecond)
    ])
  )
)
const timesIdle = busy.p99 / idle.p99
const turns = (ratedBusy.p99 - ratedIdle.p99) / turnMillis
console.log(
  `\np99 beside batches: ${timesIdle.toFixed(2)} × alone; goal under ${goals.timesIdle}\n` +
    `p99 at ${rate}/s: ${turns.toFixed(1)} turns of ${turnMillis} ms more; goal at most ${goals.turns}`
)
writeResult("gateway-fairness", {
  measuredAt: new Date().toISOString(),
  machine: measuredOn,
  settings: { references, questions: Number(flags.questions), rate },
  goals,
  timesIdle,
  turns,
  distributions
})
process.exit()
