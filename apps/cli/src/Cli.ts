/** The program `bill-status`: its commands, and what becomes of wrong usage. */
import { runCommandLine } from "@bill-payment-status/program"
import { Effect, Ref } from "effect"
import { Command } from "effect/cli"
import packageJson from "../package.json" with { type: "json" }
import { checkCommand } from "./CheckCommand.ts"
import { completionsCommand } from "./CompletionsCommand.ts"
import { configCommand } from "./ConfigCommand.ts"
import { doctorCommand } from "./DoctorCommand.ts"
import { explainCommand } from "./ExplainCommand.ts"
import { readRequest } from "./HelpRequest.ts"
import { manCommand } from "./ManCommand.ts"
import { ProgramExit } from "./ProgramExit.ts"
import { trackCommand } from "./TrackCommand.ts"

export const name = "bill-status"

const whole = (): Command.Command.Any => program

const program = Command.make(name).pipe(
  Command.withDescription("Was the bill paid through AOPay, and is the money safe?"),
  Command.withSubcommands([
    checkCommand,
    trackCommand,
    explainCommand,
    doctorCommand,
    configCommand,
    completionsCommand(whole),
    manCommand(whole, packageJson.version)
  ])
)

/** Runs the command line and gives its exit code. */
export const runCli = (args: ReadonlyArray<string>) =>
  Effect.fromResult(readRequest(program, args)).pipe(
    Effect.flatMap((request) =>
      runCommandLine(
        program,
        { version: packageJson.version, ...request },
        Effect.flatMap(ProgramExit, Ref.get)
      )
    ),
    Effect.provide(ProgramExit.layer)
  )
