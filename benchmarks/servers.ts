/** Starts servers, and waits until each answers. */
import type { ChildProcess } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, openSync, readFileSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { start, serverCore } from "./processes.ts"

export interface Server {
  readonly name: string
  readonly origin: string
  readonly process: ChildProcess
}

/** How to start a server. */
export interface Startable {
  readonly name: string
  /** What to run, and what it finds in its environment. */
  readonly command: (port: number) => ReadonlyArray<string>
  readonly environment?: NodeJS.ProcessEnv
  /** Where it runs; the servers' core where nothing is said. */
  readonly core?: number
  readonly channel?: ReadonlyArray<"ipc">
}

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, "127.0.0.1")
  await once(probe, "listening")
  const address = probe.address()
  probe.close()
  await once(probe, "close")
  if (address === null || typeof address === "string") throw new Error("no free port")
  return address.port
}

const folders: Array<string> = []
process.once("exit", () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** Removed after the run. */
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "benchmark-"))
  folders.push(folder)
  return folder
}

const complaintAtMost = 2000

/** Gives also what `firstAnswer`, which waits for a good one, returns. */
export const startAnswering = async <A>(
  { channel = [], command, core = serverCore, environment, name }: Startable,
  firstAnswer: (origin: string) => Promise<A>
): Promise<Server & { readonly answer: A }> => {
  const port = await freePort()
  const said = join(temporaryFolder(), "stderr.log")
  const stdio = ["ignore", "ignore", openSync(said, "w"), ...channel] as const
  const child = start(core, command(port), [...stdio], environment)
  const origin = `http://127.0.0.1:${port}`
  const ended = once(child, "exit").then(() => Promise.reject(new Error("it ended")))
  const answer = await Promise.race([firstAnswer(origin), ended]).catch((cause: unknown) => {
    throw new Error(`${name} cannot be measured. ${readFileSync(said, "utf8")}`, { cause })
  })
  ended.catch(() => undefined)
  child.once("exit", (code) => {
    if (code) console.error(`${name} ended: ${readFileSync(said, "utf8").slice(-complaintAtMost)}`)
  })
  return { name, origin, process: child, answer }
}

const retryAfterMillis = 100
const startsWithinMillis = 30_000

/** Asks until there is an answer. */
export const whenListening = async (origin: string, ask: () => Promise<Response>) => {
  const deadline = Date.now() + startsWithinMillis
  for (;;) {
    const response = await ask().catch(() => undefined)
    if (response !== undefined) return response
    if (Date.now() > deadline) throw new Error(`nothing listens on ${origin}`)
    await new Promise((resolve) => setTimeout(resolve, retryAfterMillis))
  }
}
