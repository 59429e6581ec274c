/** How long `bill-status` takes from start to end, beside an empty Node and others: see ../README.md. */
import { once } from "node:events"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { parseArgs } from "node:util"
import { describeMachine, machine } from "../machine.ts"
import { median } from "../median.ts"
import { inquiryAbout, inquiryPath } from "../mock-server/inquiry.ts"
import { mockServer } from "../mock-server/servers/mockServer.ts"
import { startServer } from "../mock-server/start.ts"
import { endAfter, loadCore, start } from "../processes.ts"
import { writeResult } from "../results.ts"
import { interleaved } from "../rounds.ts"
import { table } from "../table.ts"
import { program, settingsFor } from "./program.ts"

const { values: flags } = parseArgs({ options: { rounds: { type: "string", default: "30" } } })
const rounds = Number(flags.rounds)

interface Contender {
  readonly name: string
  readonly words: ReadonlyArray<string>
  readonly exitCode: number
}

endAfter(300)
const measuredOn = machine()
console.log(`${describeMachine(measuredOn)}, ${rounds} rounds\n`)
const { origin } = await startServer(mockServer, { answer: "", openApi: "" })
Object.assign(process.env, settingsFor(origin))

const require = createRequire(import.meta.url)
const stripe = require.resolve("@stripe/cli/bin/shim.js")
const stripeAlone = join(
  dirname(
    createRequire(stripe).resolve(`@stripe/cli-${process.platform}-${process.arch}/package.json`)
  ),
  "bin",
  "stripe"
)
const node = process.execPath

const contenders: ReadonlyArray<Contender> = [
  { name: "node -e 0", words: [node, "-e", "0"], exitCode: 0 },
  { name: "bill-status --version", words: [node, program, "--version"], exitCode: 0 },
  { name: "bill-status check --help", words: [node, program, "check", "--help"], exitCode: 0 },
  { name: "bill-status check 123456", words: [node, program, "check", "123456"], exitCode: 5 },
  { name: "stripe version, by its npm package", words: [node, stripe, "version"], exitCode: 0 },
  { name: "stripe version, the binary alone", words: [stripeAlone, "version"], exitCode: 0 },
  {
    name: "curl of the same inquiry",
    words: ["curl", "-sd", inquiryAbout("123456"), origin + inquiryPath],
    exitCode: 0
  }
]

const measure = async ({ exitCode, name, words }: Contender): Promise<number> => {
  const began = performance.now()
  const [code] = await once(start(loadCore, words, "ignore"), "exit")
  const took = performance.now() - began
  if (code !== exitCode) throw new Error(`${name} ended with exit code ${code}`)
  return took
}

// Fills the compile cache and the system's caches.
for (const contender of contenders) await measure(contender)
const measured = await interleaved(contenders, rounds, measure)
const medians = measured.map(({ rounds: each }) => median(each))
const [empty = Number.NaN] = medians

console.log(
  table(
    ["", "ms", "lowest–highest", "× node -e 0"],
    measured.map(({ contender: { name }, rounds: each }, row) => [
      name,
      (medians[row] ?? 0).toFixed(0),
      `${Math.min(...each).toFixed(0)}–${Math.max(...each).toFixed(0)}`,
      ((medians[row] ?? 0) / empty).toFixed(2)
    ])
  )
)
writeResult("cli-start", {
  measuredOn,
  milliseconds: Object.fromEntries(
    measured.map(({ contender: { name }, rounds: each }) => [name, each])
  )
})
process.exit()
