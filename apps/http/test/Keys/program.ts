/** The program `bill-status-http` with no command but `keys`. */
import { layerCommandServices, runCommandLine, runProgram } from "@bill-payment-status/program"
import { Effect } from "effect"
import { Command } from "effect/cli"
import { keysCommand } from "../../src/Keys/KeysCommand.ts"

const name = "bill-status-http"

const program = Command.make(name).pipe(Command.withSubcommands([keysCommand]))

runProgram(
  name,
  runCommandLine(
    program,
    { version: "0.0.0", args: process.argv.slice(2) },
    Effect.succeed(0)
  ).pipe(Effect.provide(layerCommandServices))
)
