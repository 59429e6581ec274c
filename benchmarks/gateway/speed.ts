/** The gateway's speed beside bare Node and beside gateways by hand: see ../README.md. */
import { parseArgs } from "node:util"
import { startLoadGenerator } from "../load.ts"
import { describeMachine, machine } from "../machine.ts"
import { endAfter, pinned } from "../processes.ts"
import { writeResult } from "../results.ts"
import {
  connections,
  pause,
  type Questions,
  type Round,
  runRound,
  type Summary,
  summaryOf
} from "../Round.ts"
import { interleaved } from "../rounds.ts"
import { inThousands, percent, table } from "../table.ts"
import { ask, type Contender, startBare, startGateways, startProxies } from "./contenders.ts"
import { startMock, transactionPath } from "./gateways.ts"
import { patiently } from "./patiently.ts"
import { checkSameAnswers } from "./sameAnswers.ts"

const { values: flags } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "2" }
  }
})
const rounds = Number(flags.rounds)
const seconds = Number(flags.seconds)

/** Until a server that was paused has read its timers and lost its old connections. */
const settleMillis = 300

interface Case {
  readonly name: string
  readonly contenders: ReadonlyArray<Contender>
  /** What the others are compared with. */
  readonly limit: Contender
  readonly questions: () => Questions
  /** Until the compiler is done with every contender; more code takes longer. */
  readonly warmUpSeconds: number
  readonly goal: { readonly of: Contender; readonly beside: Contender; readonly ratio: number }
}

const ratio = (one: number, other: number): string => (one / other).toFixed(2)

const show = (summaries: ReadonlyArray<Summary>, { name: limitName }: Contender): string => {
  const limit = summaries.find(({ name }) => name === limitName)
  return table(
    [
      "",
      "requests/s",
      "lowest–highest",
      "×",
      "per CPU s",
      "×",
      "p50 ms",
      "p99 ms",
      "busy",
      "load busy",
      "others busy"
    ],
    summaries.map(({ name, ...summary }) => [
      name,
      inThousands(summary.perSecond),
      `${inThousands(summary.lowest)}–${inThousands(summary.highest)}`,
      ratio(summary.perSecond, limit?.perSecond ?? Number.NaN),
      inThousands(summary.perCpuSecond),
      ratio(summary.perCpuSecond, limit?.perCpuSecond ?? Number.NaN),
      summary.p50Millis.toFixed(2),
      summary.p99Millis.toFixed(2),
      percent(summary.serverBusy),
      percent(summary.loadBusy),
      percent(summary.othersBusy)
    ])
  )
}

endAfter(240)
const measuredOn = machine()
const mock = await startMock()
const gateways = await startGateways(mock)
const { plain } = gateways
const bare = await startBare(await ask(plain, "paid-1"))
const { bareProxy, express, fastify } = await startProxies(mock)
await checkSameAnswers(plain, [...Object.values(gateways), fastify, express])
const everyone = [bare, bareProxy, fastify, express, ...Object.values(gateways)]
for (const contender of everyone) pause(contender)

/** No reference is asked about twice, by whomever: nobody answers from memory, the mock neither. */
let nextReference = 1000

const cases: ReadonlyArray<Case> = [
  {
    name: "From memory",
    contenders: [bare, ...Object.values(gateways)],
    limit: bare,
    questions: () => ({ path: transactionPath("paid-1") }),
    warmUpSeconds: 1,
    goal: { of: plain, beside: bare, ratio: 0.7 }
  },
  {
    name: "Each reference for the first time",
    contenders: [fastify, express, plain, gateways.usual, bareProxy],
    limit: fastify,
    questions: () => ({ path: transactionPath("paid-"), countFrom: nextReference }),
    warmUpSeconds: 5,
    goal: { of: plain, beside: fastify, ratio: 1 }
  }
]

console.log(describeMachine(measuredOn))
console.log(
  `${connections} connections, ${rounds} rounds of ${seconds} s, ` +
    (pinned ? "servers on core 0, load and the mock on core 1" : "one core for everything")
)

const load = startLoadGenerator()
const surroundings = { settleMillis, behind: mock }
/** More than are asked about in one round. */
const referencesOfARound = 200_000

const measure = (one: Case, contender: Contender, forSeconds: number): Promise<Round> =>
  patiently(async () => {
    const asked = { ...one.questions(), headers: contender.headers }
    nextReference += referencesOfARound
    return runRound(load, contender, asked, forSeconds, surroundings)
  })

const results = []
for (const one of cases) {
  const { contenders, goal, limit, name, warmUpSeconds } = one
  await interleaved(contenders, 2, (contender) => measure(one, contender, warmUpSeconds))
  const measured = await interleaved(contenders, rounds, (contender) =>
    measure(one, contender, seconds)
  )
  const summaries = measured.map(({ contender, rounds: all }) => summaryOf(contender.name, all))
  console.log(`\n${name}\n\n${show(summaries, limit)}\n`)
  const find = ({ name: wanted }: Contender) => summaries.find((each) => each.name === wanted)
  const [ours, other] = [find(goal.of), find(goal.beside)]
  if (ours !== undefined && other !== undefined)
    console.log(
      `${ours.name}: ${ratio(ours.perSecond, other.perSecond)} × ${other.name}, ` +
        `${ratio(ours.perCpuSecond, other.perCpuSecond)} × by CPU time; goal ${goal.ratio}`
    )
  results.push({ case: name, goal: goal.ratio, beside: goal.beside.name, servers: summaries })
}

writeResult("gateway-speed", {
  measuredAt: new Date().toISOString(),
  machine: measuredOn,
  settings: { connections, rounds, seconds, pinned },
  results
})
process.exit()
