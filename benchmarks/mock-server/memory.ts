/** The mock server's memory over a million requests: see ../README.md. */
import { once } from "node:events"
import { parseArgs } from "node:util"
import { startLoadGenerator } from "../load.ts"
import { describeMachine, machine } from "../machine.ts"
import { endAfter, memoryOf } from "../processes.ts"
import { connections } from "../Round.ts"
import { inThousands, table } from "../table.ts"
import type { HeapQuestion } from "./heapProbe.ts"
import { inquiryAbout, inquiryPath } from "./inquiry.ts"
import type { Contender } from "./servers/Contender.ts"
import { mockServer } from "./servers/mockServer.ts"
import { startServer } from "./start.ts"

const { values: flags } = parseArgs({
  options: {
    requests: { type: "string", default: "1000000" },
    /** Different ones, asked about in turn. */
    references: { type: "string", default: "100000" }
  }
})
const requests = Number(flags.requests)
const references = Number(flags.references)
const samples = 10
const requestsPerSample = Math.ceil(requests / samples)

const probed: Contender = {
  ...mockServer,
  command: (setting) => {
    const [node = "", ...words] = mockServer.command(setting)
    return [node, "--expose-gc", "--import", import.meta.resolve("./heapProbe.ts"), ...words]
  }
}

endAfter(600)
console.log(describeMachine(machine()))
const server = await startServer(probed, { answer: "", openApi: "" }, { channel: ["ipc"] })
const load = startLoadGenerator()

const mebibytes = (bytes: number): string => inThousands(bytes / 1024 / 1024)

const memory = async (question: HeapQuestion): Promise<ReadonlyArray<string>> => {
  server.process.send(question)
  const [heapUsed] = await once(server.process, "message")
  const { now, peak } = memoryOf(server.process)
  return [mebibytes(now), mebibytes(peak), mebibytes(heapUsed)]
}

const bodiesFrom = (first: number): ReadonlyArray<string> =>
  Array.from({ length: requestsPerSample }, (_, index) =>
    inquiryAbout(`paid-${(first + index) % references}`)
  )

const rows = [["0", ...(await memory("heap")), ""]]
for (let asked = 0; asked < requests; asked += requestsPerSample) {
  const loaded = await load({
    url: server.origin + inquiryPath,
    bodies: bodiesFrom(asked),
    connections,
    until: { requests: requestsPerSample }
  })
  if (loaded.failed > 0) throw new Error(`${loaded.failed} requests failed`)
  const total = inThousands(asked + loaded.answered)
  rows.push([total, ...(await memory("heap")), inThousands(loaded.perSecond)])
}
rows.push(["after a collection", ...(await memory("heap after a collection")), ""])

console.log(`${connections} connections, ${inThousands(references)} references\n`)
console.log(table(["requests", "RSS MiB", "peak MiB", "heap MiB", "requests/s"], rows))
process.exit()
