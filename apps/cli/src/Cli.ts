/** The program `bill-status`: its commands, and what becomes of wrong usage. */
import { Console, Effect, Ref } from "effect"
import { CliConfig, CliError, CliOutput, Command, GlobalFlag } from "effect/cli"
import packageJson from "../package.json" with { type: "json" }
import { checkCommand } from "./CheckCommand.ts"
import { ProgramExit } from "./ProgramExit.ts"

export const name = "bill-status"

const wrongUsageCode = 64

const program = Command.make(name).pipe(
  Command.withDescription("Was the bill paid through AOPay, and is the money safe?"),
  Command.withSubcommands([checkCommand])
)

/** Help that was asked for goes to stdout; help that explains wrong usage goes to stderr. */
const presenter: CliOutput.Presenter = {
  present: Effect.fnUntraced(function* (event) {
    if (event._tag === "Version" || (event._tag === "Help" && event.reason === "Requested"))
      return yield* CliOutput.defaultPresenter.present(event)
    const formatter = yield* CliOutput.Formatter
    yield* Console.error(formatter.formatHelpDoc(event.helpDoc))
    if (event._tag === "InvalidInvocation")
      yield* Console.error(formatter.formatErrors(event.errors))
  })
}

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
  Command.runWith(program, { version: packageJson.version })(args).pipe(
    Effect.andThen(ProgramExit),
    Effect.flatMap(Ref.get),
    // The presenter has said it by now.
    Effect.catchIf(CliError.isCliError, () => Effect.succeed(wrongUsageCode)),
    Effect.provideService(CliOutput.Presenter, presenter),
    Effect.provideService(CliConfig.CliConfig, { builtIns: builtInsFor(args) }),
    Effect.provide(ProgramExit.layer)
  )
