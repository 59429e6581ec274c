/** A million references from a file: memory, rate, and going on after a kill. See ../README.md. */
import type { ChildProcess } from "node:child_process"
import { once } from "node:events"
import {
  createReadStream,
  createWriteStream,
  mkdtempSync,
  openSync,
  rmSync,
  statSync
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { setTimeout } from "node:timers/promises"
import { parseArgs } from "node:util"
import { describeMachine, machine } from "../machine.ts"
import { mockServer } from "../mock-server/servers/mockServer.ts"
import { startServer } from "../mock-server/start.ts"
import { endAfter, loadCore, memoryOf, start } from "../processes.ts"
import { inThousands, table } from "../table.ts"
import { program, settingsFor } from "./program.ts"

const { values: flags } = parseArgs({
  options: {
    references: { type: "string", default: "1000000" },
    concurrency: { type: "string", default: "64" }
  }
})
const count = Number(flags.references)

const kinds = [
  "paid",
  "paid",
  "paid",
  "paid",
  "paid",
  "refunded",
  "pending",
  "conflict",
  "not-found",
  "refund-due"
]
const referenceAt = (index: number): string => `${kinds[index % kinds.length]}-${index}`

const folder = mkdtempSync(join(tmpdir(), "million-"))
process.once("exit", () => rmSync(folder, { recursive: true, force: true }))
const list = join(folder, "references.txt")
const record = join(folder, "run.ndjson")

const writeList = async (): Promise<void> => {
  const file = createWriteStream(list)
  for (let index = 0; index < count; index += 1)
    if (!file.write(`${referenceAt(index)}\n`)) await once(file, "drain")
  file.end()
  await once(file, "finish")
}

/** One object a line, as many as were printed whole. */
async function* rowsOf(
  path: string,
  from = 0
): AsyncGenerator<{ referenceId: string; final?: boolean }> {
  for await (const line of createInterface(createReadStream(path, { start: from })))
    if (line.endsWith("}")) yield JSON.parse(line)
}

const finalIn = async (path: string): Promise<ReadonlySet<string>> => {
  const finals = new Set<string>()
  for await (const { final, referenceId } of rowsOf(path))
    if (final === true) finals.add(referenceId)
  return finals
}

endAfter(1500)
console.log(
  `${describeMachine(machine())}, ${inThousands(count)} references, ${flags.concurrency} at a time\n`
)
await writeList()
const { origin } = await startServer(mockServer, { answer: "", openApi: "" })
Object.assign(process.env, settingsFor(origin), { HOME: folder })

const check = (output: string): ChildProcess =>
  start(
    loadCore,
    [
      process.execPath,
      program,
      "check",
      "--from",
      list,
      "--resume",
      record,
      "--output",
      "ndjson",
      "--concurrency",
      flags.concurrency
    ],
    ["ignore", openSync(output, "w"), openSync(`${output}.log`, "w")]
  )

const mebibytes = (bytes: number): string => inThousands(bytes / 1024 / 1024)

const recorded = (): number => statSync(record, { throwIfNoEntry: false })?.size ?? 0

/** Roughly; by the size of one answer on record. */
const bytesAnAnswer = 600

const rows: Array<ReadonlyArray<string>> = []
/** Tells memory when about so many answers are on record; gives the exit code, null when killed. */
const watch = async (
  child: ChildProcess,
  name: string,
  samples: ReadonlyArray<number>,
  killAt = Number.POSITIVE_INFINITY
): Promise<void> => {
  const began = performance.now()
  const before = recorded()
  const ended = once(child, "exit")
  const left = [...samples]
  while (child.exitCode === null && child.signalCode === null) {
    await Promise.race([setTimeout(100), ended])
    const answers = (recorded() - before) / bytesAnAnswer
    const next = left[0]
    if (next !== undefined && answers >= next && child.exitCode === null) {
      const { now, peak } = memoryOf(child)
      const rate = (answers / (performance.now() - began)) * 1000
      rows.push([
        `${name}, ${inThousands(next)}`,
        mebibytes(now),
        mebibytes(peak),
        inThousands(rate)
      ])
      left.shift()
    }
    if (answers >= killAt) child.kill("SIGKILL")
  }
}

const steps = [10_000, 50_000, 100_000, 200_000, 300_000, 400_000, 500_000].filter(
  (at) => at < count / 2
)
await watch(check(join(folder, "first.ndjson")), "first run", steps, count / 2)
const known = await finalIn(record)
const kept = recorded()
await watch(check(join(folder, "second.ndjson")), "second run", steps)

console.log(table(["answers", "RSS MiB", "peak MiB", "answers/s"], rows))

let printed = 0
for await (const { referenceId } of rowsOf(join(folder, "second.ndjson"))) {
  if (referenceId !== referenceAt(printed)) throw new Error(`row ${printed} is ${referenceId}`)
  printed += 1
}
if (printed !== count) throw new Error(`${printed} rows of ${count}`)

let askedTwice = 0
for await (const { referenceId } of rowsOf(record, kept))
  if (known.has(referenceId)) askedTwice += 1
const journal = await fetch(`${origin}/_mock/journal?limit=1`)
const { entries } = JSON.parse(await journal.text())
const questions: number = entries[0].number - 1
console.log(`
Killed with ${inThousands(known.size)} final answers on record. The second run printed all ${inThousands(printed)} rows
in order and asked again about ${askedTwice} of those. AOPay's mock was asked ${inThousands(questions)} times in all.`)
process.exit()
