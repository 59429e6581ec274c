/** Runs a command line: help and version on stdout, wrong usage in a sentence on stderr with exit code 64. */
import { Console, Effect } from "effect"
import { CliConfig, CliError, CliOutput, Command, GlobalFlag } from "effect/cli"
import { usageSentence } from "./UsageSentence.ts"

const wrongUsageCode = 64

/** Help that was asked for goes to stdout; all else goes to stderr. */
const presenter: CliOutput.Presenter = {
  present: Effect.fnUntraced(function* (event) {
    if (event._tag === "InvalidInvocation") {
      const [name] = event.commandPath
      for (const error of event.errors) yield* Console.error(`${name}: ${usageSentence(error)}`)
      return yield* Console.error(`See: ${event.commandPath.join(" ")} --help`)
    }
    if (event._tag === "Version" || event.reason === "Requested")
      return yield* CliOutput.defaultPresenter.present(event)
    const formatter = yield* CliOutput.Formatter
    yield* Console.error(formatter.formatHelpDoc(event.helpDoc))
  })
}

/** How a command line is run. */
export interface CommandLineOptions {
  readonly version: string
  readonly args: ReadonlyArray<string>
  /** Default: help and version. */
  readonly builtIns?: ReadonlyArray<GlobalFlag.BuiltIn>
}

/** Runs a command; wrong usage has been said by then and is 64, all else is `exitCode`. */
export const runCommandLine = <const Name extends string, Input, ContextInput, E, R, R2, E2>(
  command: Command.Command<Name, Input, ContextInput, E, R>,
  { args, builtIns = [GlobalFlag.Help, GlobalFlag.Version], version }: CommandLineOptions,
  exitCode: Effect.Effect<number, E2, R2>
) =>
  Command.runWith(command, { version })(args).pipe(
    Effect.andThen(exitCode),
    Effect.catchIf(CliError.isCliError, () => Effect.succeed(wrongUsageCode)),
    Effect.provideService(CliOutput.Presenter, presenter),
    Effect.provideService(CliConfig.CliConfig, { builtIns })
  )
