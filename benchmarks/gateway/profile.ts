/** Where the gateway's time goes, by function and by module: see ../README.md. */
import { once } from "node:events"
import { readdirSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { startLoadGenerator } from "../load.ts"
import { endAfter } from "../processes.ts"
import { runRound } from "../Round.ts"
import { temporaryFolder } from "../servers.ts"
import { inThousands, table } from "../table.ts"
import { makeKeys, startGateway, startMock, transactionPath } from "./gateways.ts"
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
const seconds = Number(flags.seconds)
const warmUpSeconds = 2

endAfter(120)
const mock = await startMock()
const keys = flags.keys ? makeKeys() : undefined
const headers = keys?.create("bench") ?? {}
const folder = temporaryFolder()
const gateway = await startGateway({
  name: "gateway",
  provider: mock,
  nodeFlags: ["--cpu-prof", `--cpu-prof-dir=${folder}`],
  ...(keys === undefined ? {} : { keys })
})
const load = startLoadGenerator()
const round = (path: string, countFrom: number, forSeconds: number) =>
  runRound(
    load,
    gateway,
    { path: transactionPath(path), headers, ...(flags.uncached ? { countFrom } : {}) },
    forSeconds,
    { behind: mock, settleMillis: 300 }
  )
const path = flags.uncached ? "paid-" : "paid-1"
await round(path, 0, warmUpSeconds)
const { perCpuSecond, perSecond } = await round(path, 1_000_000, seconds)
console.log(`${inThousands(perSecond)} requests/s, ${inThousands(perCpuSecond)} per CPU second`)

gateway.process.kill("SIGCONT")
gateway.process.kill("SIGTERM")
await once(gateway.process, "exit")
const [profile = ""] = readdirSync(folder).filter((file) => file.endsWith(".cpuprofile"))
const { functions, modules } = readProfile(join(folder, profile))
const show = (title: string, shares: Shares): void => {
  const rows = shares
    .slice(0, Number(flags.top))
    .map(([name, share]) => [name, (share * 100).toFixed(1)])
  console.log(`\n${table([title, "%"], rows)}`)
}
show("module", modules)
show("function", functions)
process.exit()
