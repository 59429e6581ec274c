/** Runs a program and says in one sentence why it could not run. */
import { type InvalidSetting, plainText } from "@bill-payment-status/core"
import { NodeRuntime } from "@effect/platform-node"
import { Cause, Console, Effect, Exit, Runtime, Schema } from "effect"
import { ioErrorCode, watchStandardOutput } from "./StandardOutput.ts"

/** The caller must change something: a flag, an argument, a setting. Exits 64. */
export class WrongUsage extends Schema.TaggedError<WrongUsage>()("WrongUsage", {
  message: Schema.String
}) {
  override readonly [Runtime.errorExitCode] = 64
  override readonly [Runtime.errorReported] = false
}

/** Something could not be written. Exits 74, as `sysexits.h` has it. */
export class IoFailure extends Schema.TaggedError<IoFailure>()("IoFailure", {
  message: Schema.String
}) {
  override readonly [Runtime.errorExitCode] = ioErrorCode
  override readonly [Runtime.errorReported] = false
}

/** How long who asked the program to stop waits for a reader that is stuck. */
const patienceMillis = 2000

/** A pipe whose reader is slow holds what was printed: it must be written before the process ends. */
const onceWritten = (end: () => void, isInterrupted: boolean): void => {
  process.stdout.write("", () => process.stderr.write("", () => end()))
  if (isInterrupted) setTimeout(end, patienceMillis)
}

const teardown =
  (interruptedCode: number): Runtime.Teardown =>
  (exit, exitNow) => {
    const isInterrupted = Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause)
    const onExit = (code: number) => onceWritten(() => exitNow(code), isInterrupted)
    if (Exit.isSuccess(exit) && typeof exit.value === "number") return onExit(exit.value)
    if (isInterrupted) return onExit(interruptedCode)
    return Runtime.defaultTeardown(exit, onExit)
  }

/**
 * Runs `program` as this process: its number is the exit code, nothing is 0. Wrong usage and
 * wrong settings are one line on stderr that begins with `name`. Interrupted by SIGINT or SIGTERM it
 * exits with `interruptedCode`, 130 unless told otherwise.
 */
export const runProgram = (
  name: string,
  program: Effect.Effect<number | void, WrongUsage | IoFailure | InvalidSetting>,
  { interruptedCode = 130 }: { readonly interruptedCode?: number } = {}
): void => {
  watchStandardOutput(name)
  // The terminal is gone, e.g. with the connection to the machine: as when it is asked to stop.
  process.once("SIGHUP", () => process.kill(process.pid, "SIGTERM"))
  program.pipe(
    Effect.catchTag("InvalidSetting", ({ message }) => Effect.fail(new WrongUsage({ message }))),
    Effect.tapError(({ message }) =>
      Console.error(plainText(`${name}: ${message}`, Number.POSITIVE_INFINITY))
    ),
    NodeRuntime.runMain({ teardown: teardown(interruptedCode) })
  )
}
