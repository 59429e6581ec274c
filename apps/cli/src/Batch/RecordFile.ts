/**
 * Where a run keeps its answers: in the file of `--resume`, which stays, or in one of its own, which stays
 * only when the run was interrupted and something in it need not be asked again.
 */
import { errorCode, IoFailure, WrongUsage } from "@bill-payment-status/program"
import { Clock, Duration, Effect, Exit, Option } from "effect"
import * as fs from "node:fs"
import { homedir, tmpdir } from "node:os"
import { dirname, isAbsolute, join, resolve } from "node:path"
import { interruptedCode } from "./Interruptible.ts"
import { AnswerRecord, type RecordOptions } from "./AnswerRecord.ts"

/** A record that nobody went on from holds personal data, and goes. */
const keptFor = Duration.days(7)

/** By the XDG base directories. */
const stateFolder = (): string => {
  const home = process.env["XDG_STATE_HOME"]
  return join(
    home !== undefined && isAbsolute(home) ? home : join(homedir(), ".local", "state"),
    "bill-status"
  )
}

const recordIn = (folder: string): string => join(folder, "answers.ndjson")

const removeOld = (folder: string, now: number): void => {
  for (const name of fs.readdirSync(folder)) {
    const path = join(folder, name)
    const stat =
      fs.statSync(recordIn(path), { throwIfNoEntry: false }) ??
      fs.statSync(path, { throwIfNoEntry: false })
    if (stat !== undefined && stat.mtimeMs < now - Duration.toMillis(keptFor))
      fs.rmSync(path, { recursive: true, force: true })
  }
}

/** `recursive` of Node's never ends below a folder such as `/proc`, where nothing can be made. */
const makeFolder = (path: string): void => {
  if (fs.existsSync(path)) return
  makeFolder(dirname(path))
  fs.mkdirSync(path, { mode: 0o700 })
}

const makeIn = (folder: string): string => recordIn(fs.mkdtempSync(join(folder, "check-")))

const makeOwn = (now: number): string => {
  try {
    const folder = stateFolder()
    makeFolder(folder)
    removeOld(folder, now)
    return makeIn(folder)
  } catch {
    return makeIn(tmpdir())
  }
}

const removeOwn = ({ path }: AnswerRecord): void =>
  fs.rmSync(dirname(path), { recursive: true, force: true })

/** One of those it made itself, which a run went on from. */
const isOwn = (path: string): boolean => dirname(dirname(resolve(path))) === resolve(stateFolder())

const open = (path: string, options: Omit<RecordOptions, "path">) =>
  Effect.mapError(
    Effect.fromResult(AnswerRecord.open({ path, ...options })),
    (problem) => new WrongUsage({ message: `${path} ${problem}.` })
  )

/** A record that is open while the scope is. */
export const openRecord = (resume: Option.Option<string>, options: Omit<RecordOptions, "path">) =>
  Option.match(resume, {
    onSome: (path) =>
      Effect.acquireRelease(open(path, options), (record, exit) =>
        Effect.sync(() => {
          record.close()
          if (Exit.isSuccess(exit) && isOwn(path)) removeOwn(record)
        })
      ),
    onNone: () =>
      Effect.map(
        Effect.acquireRelease(
          Effect.gen(function* () {
            const now = yield* Clock.currentTimeMillis
            const path = yield* Effect.try({
              try: () => makeOwn(now),
              catch: (error) =>
                new IoFailure({
                  message: `There is no folder to keep answers in (${errorCode(error)}). Set XDG_STATE_HOME or TMPDIR to one.`
                })
            })
            const record = yield* open(path, options)
            // Standard output may go away in the middle, and the program with it.
            const leave = (exitCode?: number) => {
              if (exitCode !== interruptedCode || !record.holdsFinal) removeOwn(record)
            }
            process.once("exit", leave)
            return { record, leave }
          }),
          ({ leave, record }, exit) =>
            Effect.sync(() => {
              process.off("exit", leave)
              record.close()
              const goesOn = Exit.isFailure(exit) && Exit.hasInterrupts(exit) && record.holdsFinal
              if (!goesOn) leave()
            })
        ),
        ({ record }) => record
      )
  })
