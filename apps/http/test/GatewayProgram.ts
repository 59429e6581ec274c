/** The gateway as built, and what it printed on both streams. */
import { type ChildProcess, spawn } from "node:child_process"
import { createInterface } from "node:readline"
import { binOf, plainEnvironment } from "../../../scripts/programs.ts"

export interface GatewayProgram {
  readonly url: string
  readonly port: number
  /** Everything on standard error so far. */
  readonly stderr: () => string
  readonly signal: (signal: NodeJS.Signals) => void
  /** The exit code, once it has ended. */
  readonly ended: Promise<number>
  /** Asks it to stop; gives its exit code. */
  readonly stop: () => Promise<number>
}

/** A test that fails before it stops its gateway must not keep the run alive. */
const livesAtMost = 300_000

const endOf = (child: ChildProcess): Promise<number> =>
  new Promise((resolve) => {
    child.once("close", (code) => resolve(code ?? 1))
  })

/** Starts it on a free port and waits until it answers. */
export const startGatewayProgram = (
  env: { readonly [name: string]: string },
  args: ReadonlyArray<string> = []
): Promise<GatewayProgram> => {
  const child = spawn(process.execPath, [binOf("http"), ...args], {
    env: { ...plainEnvironment(), PORT: "0", HOST: "127.0.0.1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: livesAtMost
  })
  const ended = endOf(child)
  let stderr = ""
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text
  })
  const stop = () => {
    child.kill("SIGTERM")
    return ended
  }
  return new Promise((resolve, reject) => {
    createInterface(child.stdout).on("line", (line) => {
      const [, url, port] = / listening on (http:\/\/\S+:(\d+))$/.exec(line) ?? []
      if (url !== undefined)
        resolve({
          url,
          port: Number(port),
          stderr: () => stderr,
          signal: (signal) => void child.kill(signal),
          ended,
          stop
        })
    })
    void ended.then((code) => reject(new Error(`It ended with exit code ${code}: ${stderr}`)))
  })
}
