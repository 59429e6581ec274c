/** Keeps two runs from one file: beside it stands another that names the process at work. */
import { errorCode } from "@bill-payment-status/program"
import * as fs from "node:fs"

/** Another run is at work on the file. */
export class InUse extends Error {
  constructor(holder: string) {
    super(
      `is in use by another run (process ${holder}); wait for it, or give this one a file of its own`
    )
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

/** One whose process is gone, as after a kill, is taken over. Throws `InUse`, or the system's error. */
export const lock = (path: string): Lock => {
  const beside = `${path}.lock`
  if (!place(beside)) {
    const holder = readHolder(beside) ?? ""
    if (isAtWork(holder, beside)) throw new InUse(holder)
    fs.rmSync(beside, { force: true })
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
