/** The program `bill-status`: its commands, and what becomes of wrong usage. */
import { runCommandLine } from "@bill-payment-status/program"
import { Effect, Ref } from "effect"
import { Command, GlobalFlag } from "effect/cli"
import packageJson from "../package.json" with { type: "json" }
import { checkCommand } from "./CheckCommand.ts"
import { completionsCommand } from "./CompletionsCommand.ts"
import { doctorCommand } from "./DoctorCommand.ts"
import { explainCommand } from "./ExplainCommand.ts"
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
    completionsCommand(whole)
  ])
)

const helpFlags = new Set(["--help", "-h"])

/**
 * Help and version only where nothing is asked: `check <reference> -h` must not exit 0, as 0 means Paid
 * to whoever puts a reference there that he did not look at.
 */
const builtInsFor = (args: ReadonlyArray<string>): ReadonlyArray<GlobalFlag.BuiltIn> => {
  if (args.length === 1 && args[0] === "--version") return [GlobalFlag.Version]
  return args.length <= 2 && helpFlags.has(args.at(-1) ?? "") ? [GlobalFlag.Help] : []
}

/** Runs the command line and gives its exit code. */
export const runCli = (args: ReadonlyArray<string>) =>
  runCommandLine(
    program,
    { version: packageJson.version, args, builtIns: builtInsFor(args) },
    Effect.flatMap(ProgramExit, Ref.get)
  ).pipe(Effect.provide(ProgramExit.layer))
