/** Where the gateway's time goes, by module and by function: see ../README.md. */
import { once } from "node:events"
import { parseArgs } from "node:util"
import { startLoadGenerator } from "../load.ts"
import { endAfter } from "../processes.ts"
import { runRound } from "../Round.ts"
import { inThousands, table } from "../table.ts"
import { makeKeys, startGateway, startMock, transactionPath } from "./gateways.ts"
import { patiently } from "./patiently.ts"
import type { ProbeQuestion } from "./profile/probe.ts"
import { readProfile, type Shares } from "./profile/Profile.ts"

const { values: flags } = parseArgs({
  options: {
    seconds: { type: "string", default: "5" },
    top: { type: "string", default: "30" },
    /** Instead of what is answered from memory. */
    uncached: { type: "boolean", default: false },
    keys: { type: "boolean", default: false }
  }
})
const warmUpSeconds = 6

endAfter(120)
const mock = await startMock()
const keys = flags.keys ? makeKeys() : undefined
const headers = keys?.create("bench") ?? {}
const gateway = await startGateway({
  name: "gateway",
  provider: mock,
  fromSource: true,
  nodeFlags: ["--import", import.meta.resolve("./profile/probe.ts")],
  channel: ["ipc"],
  ...(keys === undefined ? {} : { keys })
})
const tell = async (question: ProbeQuestion): Promise<string> => {
  gateway.process.kill("SIGCONT")
  gateway.process.send(question)
  const [answer] = await once(gateway.process, "message")
  return answer
}
const load = startLoadGenerator()
const referencesOfARound = 200_000
let countFrom = 0
const round = (seconds: number) => {
  countFrom += referencesOfARound
  const path = transactionPath(flags.uncached ? "paid-" : "paid-1")
  const questions = { path, headers, ...(flags.uncached ? { countFrom } : {}) }
  return runRound(load, gateway, questions, seconds, { behind: mock, settleMillis: 300 })
}
await patiently(() => round(warmUpSeconds))
await tell("begin")
const { perCpuSecond, perSecond } = await patiently(() => round(Number(flags.seconds)))
const { functions, modules, withCallees } = readProfile(await tell("end"))
console.log(`${inThousands(perSecond)} requests/s, ${inThousands(perCpuSecond)} per CPU second`)

const show = (title: string, shares: Shares): void => {
  const rows = shares
    .slice(0, Number(flags.top))
    .map(([name, share]) => [name, (share * 100).toFixed(1)])
  console.log(`\n${table([title, "%"], rows)}`)
}
show("module", modules)
show("function", functions)
show("function and what it calls", withCallees)
process.exit()
