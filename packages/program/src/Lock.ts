/** Keeps two runs from one file: beside it stands another that names the process at work. */
import * as fs from "node:fs"
import { errorCode } from "./ErrorCode.ts"

/** Another run is at work on the file. */
export class InUse extends Error {
  /** The number of its process. */
  readonly holder: string

  constructor(holder: string) {
    super(`in use by process ${holder}`)
    this.holder = holder
  }
}

/** Held until it is released or the process ends. */
export interface Lock {
  readonly release: () => void
}

const ours = String(process.pid)

/** A process of an earlier life of this machine may have had our number. */
const held = new Set<string>()

const isRunning = (holder: string): boolean => {
  try {
    return process.kill(Number(holder), 0)
  } catch (error) {
    return errorCode(error) === "EPERM"
  }
}

const isAtWork = (holder: string, beside: string): boolean =>
  holder === ours ? held.has(beside) : /^\d+$/.test(holder) && isRunning(holder)

const readHolder = (path: string): string | undefined => {
  try {
    return fs.readFileSync(path, "utf8")
  } catch {
    return undefined
  }
}

/** Never with half a number in it. */
const place = (beside: string): boolean => {
  const whole = `${beside}.${ours}`
  fs.writeFileSync(whole, ours)
  try {
    fs.linkSync(whole, beside)
    return true
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false
    throw error
  } finally {
    fs.rmSync(whole)
  }
}

/** Takes away what a process that is gone has left; of several who try at once one does. */
const clear = (holder: string, beside: string): void => {
  const aside = `${beside}.${ours}.gone`
  try {
    fs.renameSync(beside, aside)
    // Another has cleared it since and holds it: given back.
    if (readHolder(aside) !== holder) fs.linkSync(aside, beside)
    fs.rmSync(aside)
  } catch (error) {
    if (!["ENOENT", "EEXIST"].includes(errorCode(error))) throw error
    fs.rmSync(aside, { force: true })
  }
}

/** One whose process is gone, as after a kill, is taken over. Throws `InUse`, or the system's error. */
export const lock = (path: string): Lock => {
  const beside = `${path}.lock`
  if (!place(beside)) {
    const holder = readHolder(beside) ?? ""
    if (isAtWork(holder, beside)) throw new InUse(holder)
    clear(holder, beside)
    if (!place(beside)) throw new InUse(readHolder(beside) ?? "")
  }
  held.add(beside)
  const release = (): void => {
    process.off("exit", release)
    held.delete(beside)
    if (readHolder(beside) === ours) fs.rmSync(beside)
  }
  process.once("exit", release)
  return { release }
}
