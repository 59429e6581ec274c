/** The mock server's speed beside what people would otherwise use: see ../README.md. */
import { parseArgs } from "node:util"
import { startLoadGenerator } from "../load.ts"
import { describeMachine, machine } from "../machine.ts"
import { endAfter, pinned } from "../processes.ts"
import { writeResult } from "../results.ts"
import { connections, pause, runRound, type Summary, summaryOf } from "../Round.ts"
import { interleaved } from "../rounds.ts"
import { inThousands, percent, table } from "../table.ts"
import { inquiryAbout, inquiryPath } from "./inquiry.ts"
import { bare } from "./servers/bare.ts"
import { mockoon } from "./servers/mockoon.ts"
import { mockServer } from "./servers/mockServer.ts"
import { prism } from "./servers/prism.ts"
import { tunedWireMock, wireMock } from "./servers/wireMock.ts"
import { type Server, startServer } from "./start.ts"

const { values: flags } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "2" }
  }
})
const rounds = Number(flags.rounds)
const seconds = Number(flags.seconds)
const goals = { ofBare: 0.7, ofPeers: 5 }

const cases = [
  { name: "one reference", bodies: [inquiryAbout("paid-1")] },
  {
    name: "1,000 references in turn",
    bodies: Array.from({ length: 1000 }, (_, index) => inquiryAbout(`paid-${index + 1}`))
  }
]

/** The mock server first: what the others answer is what it answers. */
const startAll = async () => {
  const mock = await startServer(mockServer, { answer: "", openApi: "" })
  const openApi = await (await fetch(`${mock.origin}/_mock/openapi.json`)).text()
  const facts = { answer: mock.answer, openApi }
  const limit = await startServer(bare, facts)
  const peers: Array<Server> = []
  for (const peer of [prism, mockoon, wireMock, tunedWireMock]) {
    const reason = peer.missing?.()
    if (reason === undefined) peers.push(await startServer(peer, facts))
    else console.log(`${peer.name} is not measured: ${reason}.`)
  }
  return { mock, limit, peers }
}

const summaryIn = (summaries: ReadonlyArray<Summary>, { name }: Server): Summary => {
  const found = summaries.find((summary) => summary.name === name)
  if (found === undefined) throw new Error(`${name} was not measured`)
  return found
}

const ratio = (one: number, other: number): string => (one / other).toFixed(2)

const show = (summaries: ReadonlyArray<Summary>, mock: Summary, limit: Summary): string =>
  table(
    ["", "requests/s", "lowest–highest", "× bare", "× mock", "busy", "others busy", "per CPU s"],
    summaries.map(({ name, ...summary }) => [
      name,
      inThousands(summary.perSecond),
      `${inThousands(summary.lowest)}–${inThousands(summary.highest)}`,
      ratio(summary.perSecond, limit.perSecond),
      ratio(summary.perSecond, mock.perSecond),
      percent(summary.serverBusy),
      percent(summary.othersBusy),
      inThousands(summary.perCpuSecond)
    ])
  )

const beside = (mock: Summary, other: Summary, goal: number): string =>
  `mock server: ${ratio(mock.perSecond, other.perSecond)} × ${other.name}, ` +
  `${ratio(mock.perCpuSecond, other.perCpuSecond)} × by CPU time; goal ${goal}`

endAfter(178)
const measuredOn = machine()
const { limit, mock, peers } = await startAll()
const servers = [limit, mock, ...peers]
for (const server of servers) pause(server)
console.log(describeMachine(measuredOn))
console.log(
  `${connections} connections, ${rounds} rounds of ${seconds} s, ` +
    (pinned ? "servers on core 0, load on core 1" : "one core for everything")
)

const load = startLoadGenerator()
const measure = (server: Server, bodies: ReadonlyArray<string>, forSeconds: number) =>
  runRound(load, server, { path: inquiryPath, bodies }, forSeconds)
for (const server of servers)
  await measure(server, [inquiryAbout("paid-1")], server.warmUpSeconds ?? 1)

const results = []
for (const { bodies, name } of cases) {
  await interleaved(servers, 1, (server) => measure(server, bodies, 1))
  const measured = await interleaved(servers, rounds, (server) => measure(server, bodies, seconds))
  const summaries = measured.map((one) => summaryOf(one.contender.name, one.rounds))
  const ours = summaryIn(summaries, mock)
  const bares = summaryIn(summaries, limit)
  console.log(`\n${name}\n\n${show(summaries, ours, bares)}\n`)
  console.log(beside(ours, bares, goals.ofBare))
  for (const peer of peers) console.log(beside(ours, summaryIn(summaries, peer), goals.ofPeers))
  results.push({ case: name, servers: summaries })
}

writeResult("mock-server-speed", {
  measuredAt: new Date().toISOString(),
  machine: measuredOn,
  settings: { connections, rounds, seconds, pinned },
  goals,
  results
})
process.exit()
