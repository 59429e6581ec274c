/**
 * Help and version, which exit 0, only where nothing else is asked: `check <reference> -h` must not exit 0, as 0
 * means Paid to whoever puts a reference there that he did not look at.
 */
import { WrongUsage } from "@bill-payment-status/program"
import { Result } from "effect"
import { type Command, GlobalFlag } from "effect/cli"

/** A command line, and the flags that every command has in it. */
export interface Request {
  readonly args: ReadonlyArray<string>
  readonly builtIns: ReadonlyArray<GlobalFlag.BuiltIn>
}

const helpFlags = new Set(["--help", "-h"])
const versionFlags = new Set(["--version", "-v"])

/** The flags that stand by themselves, without a command. */
export const ofProgram: ReadonlyArray<GlobalFlag.BuiltIn> = [GlobalFlag.Help, GlobalFlag.Version]

const subcommand = (command: Command.Command.Any, name: string) =>
  command.subcommands.flatMap(({ commands }) => commands).find((each) => each.name === name)

/** The command that `words` begin with, and what stands after its name. */
const walk = (program: Command.Command.Any, words: ReadonlyArray<string>) => {
  let command = program
  let depth = 0
  for (const word of words) {
    const next = subcommand(command, word)
    if (next === undefined) break
    command = next
    depth += 1
  }
  return { command, path: words.slice(0, depth), rest: words.slice(depth) }
}

const byItself = (what: string, ...words: ReadonlyArray<string>) =>
  Result.fail(new WrongUsage({ message: `Ask for ${what} by itself: ${words.join(" ")}.` }))

const readHelp = (
  program: Command.Command.Any,
  words: ReadonlyArray<string>
): Result.Result<Request, WrongUsage> => {
  const { command, path, rest } = walk(program, words)
  const [unknown] = rest
  if (unknown === undefined)
    return Result.succeed({
      args: [...path, "--help"],
      builtIns: path.length === 0 ? ofProgram : [GlobalFlag.Help]
    })
  return command.subcommands.length > 0 && !unknown.startsWith("-")
    ? Result.succeed({ args: [...path, unknown], builtIns: [] })
    : byItself("help", program.name, ...path, "--help")
}

const asksForHelp = (word: string, at: number): boolean =>
  helpFlags.has(word) || (at === 0 && word === "help")

/** Reads what asks for help or the version; `help check` and `check --help` are the same request. */
export const readRequest = (
  program: Command.Command.Any,
  args: ReadonlyArray<string>
): Result.Result<Request, WrongUsage> => {
  const end = args.indexOf("--")
  const words = end === -1 ? args : args.slice(0, end)
  if (words.some(asksForHelp))
    return readHelp(
      program,
      args.filter((word, at) => at >= words.length || !asksForHelp(word, at))
    )
  if (!words.some((word) => versionFlags.has(word)))
    return Result.succeed({ args, builtIns: args.length === 0 ? ofProgram : [] })
  return args.length === 1
    ? Result.succeed({ args: ["--version"], builtIns: ofProgram })
    : byItself("the version", program.name, "--version")
}
