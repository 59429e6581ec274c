/** Where the programs are, and how to run them as built against each other. */
import { type ChildProcess, spawn } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { text } from "node:stream/consumers"
import { fileURLToPath } from "node:url"

export type App = "cli" | "http" | "mock-server"
type Environment = { readonly [name: string]: string }

export const folderOf = (app: App): string =>
  fileURLToPath(new URL(`../apps/${app}/`, import.meta.url))

/** The built program of an app, found through `bin` in its package.json. */
export const binOf = (app: App): string => {
  const manifest: { readonly bin: { readonly [name: string]: string } } = JSON.parse(
    readFileSync(`${folderOf(app)}package.json`, "utf8")
  )
  const [path] = Object.values(manifest.bin)
  if (path === undefined) throw new Error(`apps/${app} has no bin`)
  return folderOf(app) + path
}

/** What the mock server accepts. */
export const mockSettings = (address: string): Environment => ({
  AOPAY_BASE_URL: address,
  AOPAY_REGISTRATION_ID: "AOP-554"
})

/** A server that answers. */
export interface RunningServer {
  readonly address: string
  /** Asks it to stop; gives its exit code. */
  readonly stop: () => Promise<number>
  /** What it has printed so far, line by line. */
  readonly printed: () => ReadonlyArray<string>
}

const ended = (child: ChildProcess): Promise<number> =>
  new Promise((resolve) => {
    child.once("exit", (code) => resolve(code ?? 1))
  })

/** A test that fails before it stops its server must not keep the run alive. */
const serverLivesAtMost = 300_000

/** Starts a built server on a free port of this machine and waits until it answers. */
export const startServer = (
  app: App,
  env: Environment = {},
  args: ReadonlyArray<string> = []
): Promise<RunningServer> => {
  const child = spawn(process.execPath, [binOf(app), ...args], {
    env: { ...plainEnvironment(), PORT: "0", HOST: "127.0.0.1", ...env },
    stdio: ["ignore", "pipe", "inherit"],
    ...(process.env["VITEST"] === undefined ? {} : { timeout: serverLivesAtMost })
  })
  const end = ended(child)
  const stop = () => {
    child.kill("SIGTERM")
    return end
  }
  const lines: Array<string> = []
  return new Promise((resolve, reject) => {
    createInterface(child.stdout).on("line", (line) => {
      lines.push(line)
      const address = / listening on (http:\S+)$/.exec(line)?.[1]
      if (address !== undefined) resolve({ address, stop, printed: () => lines })
    })
    void end.then((code) => reject(new Error(`${app} ended with exit code ${code}`)))
  })
}

/** Our settings that stand in the environment already; none of them is meant for the mock. */
const isSetting = (name: string): boolean => /^(AOPAY_|BILL_STATUS_|HOST$|PORT$)/.test(name)

/** The environment without our settings. */
export const plainEnvironment = (): Environment =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined || isSetting(name) ? [] : [[name, value]]
    )
  )

/** Runs the built `bill-status` on this terminal; gives its exit code. */
export const runCli = (args: ReadonlyArray<string>, env: Environment): Promise<number> =>
  ended(
    spawn(process.execPath, [binOf("cli"), ...args], {
      env: { ...plainEnvironment(), ...env },
      stdio: "inherit"
    })
  )

/** What a program left behind. */
export interface Finished {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs a built program to its end in an empty folder, which is its home, with nothing else in its environment but `env`. One
 * that does not end within 30 seconds is killed.
 */
export const runCaptured = async (
  app: App,
  args: ReadonlyArray<string>,
  env: Environment = {}
): Promise<Finished> => {
  const folder = mkdtempSync(join(tmpdir(), "bill-status-"))
  const child = spawn(process.execPath, [binOf(app), ...args], {
    cwd: folder,
    env: { HOME: folder, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 30_000
  })
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    ended(child)
  ])
  rmSync(folder, { recursive: true })
  return { code, stdout, stderr }
}
