/** Processes of their own, each on one core. All end with this one, unless it is killed with SIGKILL. */
import { type ChildProcess, spawn, type StdioOptions } from "node:child_process"
import { readFileSync } from "node:fs"
import { availableParallelism } from "node:os"

/** Servers and load share a core where there is only one; the figures then say less. */
export const pinned = availableParallelism() > 1

export const serverCore = 0
export const loadCore = 1

const running = new Set<ChildProcess>()

process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL")
})
for (const [signal, code] of Object.entries({ SIGHUP: 129, SIGINT: 130, SIGTERM: 143 }))
  process.once(signal, () => process.exit(code))

/** Ends this process, and with it all others, when the run takes longer. */
export const endAfter = (seconds: number): void => {
  const late = () => {
    console.error(`Stopped: not finished after ${seconds} seconds.`)
    process.exit(1)
  }
  setTimeout(late, seconds * 1000).unref()
}

export const start = (
  core: number,
  [program = "", ...args]: ReadonlyArray<string>,
  stdio: StdioOptions,
  environment: NodeJS.ProcessEnv = {}
): ChildProcess => {
  const env = { ...process.env, NODE_ENV: "production", ...environment }
  // taskset becomes the program, so the child's id is the program's.
  const child = pinned
    ? spawn("taskset", ["-c", String(core), program, ...args], { stdio, env })
    : spawn(program, args, { stdio, env })
  running.add(child)
  child.once("error", ({ message }) => console.error(`Cannot start ${program}: ${message}`))
  child.once("exit", () => running.delete(child))
  return child
}

const ticksPerSecond = 100

/** What it has used of its core since it began. */
export const cpuSecondsOf = ({ pid }: ChildProcess): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

/** What all programs together have used of all cores since the machine began. */
export const allCpuSeconds = (): number => {
  const [, user, nice, system] = readFileSync("/proc/stat", "utf8").split(/\s+/, 4)
  return (Number(user) + Number(nice) + Number(system)) / ticksPerSecond
}

/** Resident memory in bytes: now, and the most it ever was. */
export const memoryOf = ({
  pid
}: ChildProcess): { readonly now: number; readonly peak: number } => {
  const status = readFileSync(`/proc/${pid}/status`, "utf8")
  const bytes = (field: string) =>
    Number(new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(status)?.[1]) * 1024
  return { now: bytes("VmRSS"), peak: bytes("VmHWM") }
}
