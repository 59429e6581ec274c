/** Keeps two runs from one file: beside it stands another that names the process at work. */
import * as fs from "node:fs"

/** Another run is at work on the file. */
export class InUse extends Error {
  constructor(holder: string) {
    super(
      `is in use by another run (process ${holder}); wait for it, or give this one a file of its own`
    )
  }
}

export interface Lock {
  readonly release: () => void
}

const isRunning = (process_: number): boolean => {
  try {
    return process.kill(process_, 0)
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM"
  }
}

const readHolder = (path: string): string => {
  try {
    return fs.readFileSync(path, "utf8")
  } catch {
    return ""
  }
}

/** One whose process is gone, as after a kill, is taken over. Throws `InUse`, or the system's error. */
export const lock = (path: string): Lock => {
  const beside = `${path}.lock`
  const holder = readHolder(beside)
  if (holder !== "" && isRunning(Number(holder))) throw new InUse(holder)
  if (holder !== "") fs.rmSync(beside, { force: true })
  try {
    fs.writeFileSync(beside, String(process.pid), { flag: "wx" })
  } catch (error) {
    const sooner = readHolder(beside)
    throw sooner === "" ? error : new InUse(sooner)
  }
  const release = (): void => {
    process.off("exit", release)
    fs.rmSync(beside, { force: true })
  }
  process.once("exit", release)
  return { release }
}
