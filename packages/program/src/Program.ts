/** Runs a program and says in one sentence why it could not run. */
import type { InvalidSetting } from "@bill-payment-status/core"
import { NodeRuntime } from "@effect/platform-node"
import { Console, Effect, Exit, Runtime, Schema } from "effect"

/** The caller must change something: a flag, an argument, a setting. Exits 64. */
export class WrongUsage extends Schema.TaggedError<WrongUsage>()("WrongUsage", {
  message: Schema.String
}) {
  override readonly [Runtime.errorExitCode] = 64
  override readonly [Runtime.errorReported] = false
}

const teardown: Runtime.Teardown = (exit, onExit) =>
  Exit.isSuccess(exit) && typeof exit.value === "number"
    ? onExit(exit.value)
    : Runtime.defaultTeardown(exit, onExit)

/**
 * Runs `program` as this process: its number is the exit code, nothing is 0. Wrong usage and
 * wrong settings are one line on stderr that begins with `name`.
 */
export const runProgram = (
  name: string,
  program: Effect.Effect<number | void, WrongUsage | InvalidSetting>
): void =>
  program.pipe(
    Effect.catchTag("InvalidSetting", ({ message }) => Effect.fail(new WrongUsage({ message }))),
    Effect.tapError(({ message }) => Console.error(`${name}: ${message}`)),
    NodeRuntime.runMain({ teardown })
  )
