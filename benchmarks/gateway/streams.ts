/** Memory of thousands of open streams of events, and their end: see ../README.md. */
import { once } from "node:events"
import { readFileSync } from "node:fs"
import { setTimeout } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { describeMachine, machine } from "../machine.ts"
import { cpuSecondsOf, endAfter, loadCore, memoryOf, start } from "../processes.ts"
import { writeResult } from "../results.ts"
import { inThousands, percent, table } from "../table.ts"
import { makeKeys, startGateway, startMock } from "./gateways.ts"
import type { Held, Question } from "./streams/holder.ts"

const { values: flags } = parseArgs({
  options: {
    streams: { type: "string", default: "5000" },
    /** How long all of them are held. */
    seconds: { type: "string", default: "35" },
    /** Young payments, which are asked about every few seconds; `pending` is an old one. */
    reference: { type: "string", default: "pending-then-refunded" }
  }
})
const streams = Number(flags.streams)
const { reference } = flags
const seconds = Number(flags.seconds)
const goal = { residentMegabytes: 300 }
const graceSeconds = 30
/** The gateway's own files and its connections to AOPay. */
const otherDescriptors = 500

const descriptors = (): number =>
  Number(/^Max open files +\d+ +(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1])

if (descriptors() < streams + otherDescriptors) {
  console.error(
    `${streams} streams need ${streams + otherDescriptors} open files in one process, and ` +
      `${descriptors()} are allowed: raise the limit with \`ulimit -n\`, or pass --streams.`
  )
  process.exit(1)
}

endAfter(300)
const measuredOn = machine()
const mock = await startMock()
const keys = makeKeys()
const headers = keys.create("bench")
const gateway = await startGateway({ name: "gateway", provider: mock, keys })
const program = fileURLToPath(new URL("streams/holder.ts", import.meta.url))
const holder = start(loadCore, [process.execPath, program], ["ignore", 2, 2, "ipc"])

const ask = async (question: Question): Promise<Held> => {
  holder.send(question)
  const [held] = await once(holder, "message")
  return held
}

/** As the goal is set: of a million bytes. */
const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0)

const rows: Array<ReadonlyArray<string>> = []
const before = memoryOf(gateway.process).now
let cpuBefore = cpuSecondsOf(gateway.process)
let lookedAt = performance.now()

/** The gateway's memory, and its share of its core since the last look. */
const look = (when: string, { events, heartbeats, open }: Held): void => {
  const { now, peak } = memoryOf(gateway.process)
  const cpuSeconds = cpuSecondsOf(gateway.process)
  const busy = (cpuSeconds - cpuBefore) / ((performance.now() - lookedAt) / 1000)
  cpuBefore = cpuSeconds
  lookedAt = performance.now()
  rows.push([
    when,
    inThousands(open),
    megabytes(now),
    megabytes(peak),
    open === 0 ? "" : ((now - before) / open / 1000).toFixed(1),
    percent(busy),
    inThousands(events),
    inThousands(heartbeats)
  ])
}

console.log(`${describeMachine(measuredOn)}, ${inThousands(streams)} streams\n`)
let held = await ask("count")
look("before", held)
const steps = [1000, 2500, 5000, 7500].filter((step) => step < streams)
let first = 1
for (const upTo of [...steps, streams]) {
  const count = upTo - first + 1
  held = await ask({ origin: gateway.origin, headers, reference, first, count, atATime: 20 })
  first = upTo + 1
  look("opening", held)
}
await setTimeout(seconds * 1000)
held = await ask("count")
look(`after ${seconds} s`, held)
const all = held

const ended = once(gateway.process, "exit")
const stoppedAt = performance.now()
gateway.process.kill("SIGTERM")
const [code] = await ended
const stopSeconds = (performance.now() - stoppedAt) / 1000
await setTimeout(500)
const after = await ask("count")

const titles = ["", "open", "RSS MB", "peak MB", "kB each", "busy", "events", "heartbeats"]
console.log(table(titles, rows))
const peak = Number(rows.at(-1)?.[3])
const checks = [
  { what: "every stream got its first event", isTrue: all.told === streams },
  {
    what: `none was refused (turned away and asked again: ${all.turnedAway})`,
    isTrue: all.refused === 0
  },
  { what: "none was dropped", isTrue: all.open === streams },
  { what: "each was told that we are here", isTrue: seconds < 16 || all.heartbeats >= streams },
  { what: `at most ${goal.residentMegabytes} MB`, isTrue: peak <= goal.residentMegabytes },
  { what: "told to stop, it ended every stream", isTrue: after.ended === streams },
  {
    what: `and itself, with 0, within ${graceSeconds} s (${stopSeconds.toFixed(1)} s)`,
    isTrue: code === 0 && stopSeconds < graceSeconds
  }
]
console.log("")
for (const { isTrue, what } of checks) console.log(`${isTrue ? "yes" : "NO "} ${what}`)
writeResult("gateway-streams", {
  measuredAt: new Date().toISOString(),
  machine: measuredOn,
  settings: { streams, seconds, reference },
  goal,
  columns: titles,
  rows,
  held: all,
  after,
  stopSeconds
})
process.exit(checks.every(({ isTrue }) => isTrue) ? 0 : 1)
