/** Starts servers on the servers' core, and waits until each gives a good answer. */
import type { ChildProcess } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, openSync, readFileSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { start, serverCore } from "../processes.ts"
import { firstAnswer } from "./inquiry.ts"
import type { Contender, Setting } from "./servers/Contender.ts"

export interface Server extends Contender {
  readonly origin: string
  readonly process: ChildProcess
  /** To the inquiry about paid-1. */
  readonly answer: string
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

const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "benchmark-"))
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export const startServer = async (
  contender: Contender,
  facts: Pick<Setting, "answer" | "openApi">,
  channel: ReadonlyArray<"ipc"> = []
): Promise<Server> => {
  const { command, name } = contender
  const port = await freePort()
  const folder = temporaryFolder()
  const said = join(folder, "stderr.log")
  const words = command({ ...facts, port, folder })
  const child = start(serverCore, words, ["ignore", "ignore", openSync(said, "w"), ...channel])
  const origin = `http://127.0.0.1:${port}`
  const ended = once(child, "exit").then(() => Promise.reject(new Error("it ended")))
  const answer = await Promise.race([firstAnswer(origin), ended]).catch((cause: unknown) => {
    throw new Error(`${name} cannot be measured. ${readFileSync(said, "utf8")}`, { cause })
  })
  if (facts.answer !== "" && answer !== facts.answer)
    throw new Error(`${name} answers with other bytes: ${answer}`)
  return { ...contender, origin, process: child, answer }
}
