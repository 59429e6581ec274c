/** What a command is asked about: its arguments, or a file with one reference a line. */
import { WrongUsage } from "@bill-payment-status/program"
import { Console, Effect, FileSystem, Option, type PlatformError, Stdio, Stream } from "effect"
import { CliError, Argument, Flag } from "effect/cli"
import { ReferenceLines } from "./Batch/ReferenceLines.ts"

const standardInput = "-"

export const referencesArgument = Argument.String("reference").pipe(
  Argument.withDescription("The reference a payment was sent with"),
  Argument.variadic()
)

export const fromFlag = {
  from: Flag.String("from").pipe(
    Flag.withMetavar("FILE|-"),
    Flag.withDescription(
      "Read references from a file or standard input, one a line; # begins a comment"
    ),
    Flag.optional
  )
}

/** What a command was asked about. */
export interface GivenReferences {
  readonly references: ReadonlyArray<string>
  readonly from: Option.Option<string>
}

/** A file as a person would call it. */
export const nameOf = (path: string): string => (path === standardInput ? "standard input" : path)

/** The bytes of a file, or of standard input for `-`. */
export const readBytes = (
  path: string
): Stream.Stream<Uint8Array, PlatformError.PlatformError, FileSystem.FileSystem | Stdio.Stdio> =>
  path === standardInput
    ? Stream.unwrap(Stdio.Stdio.useSync(({ stdin }) => stdin))
    : Stream.unwrap(FileSystem.FileSystem.useSync((files) => files.stream(path)))

/** Many references at a time, as they are read. */
const readReferences = (path: string) =>
  Stream.suspend(() => {
    const lines = new ReferenceLines()
    const wrong = (problem: string) => new WrongUsage({ message: `${nameOf(path)} ${problem}.` })
    return readBytes(path).pipe(
      Stream.mapError(
        ({ reason }) => new WrongUsage({ message: `Cannot read ${nameOf(path)} (${reason._tag}).` })
      ),
      Stream.map((chunk) => lines.read(chunk)),
      Stream.concat(Stream.sync(() => lines.end())),
      Stream.mapEffect((read) => Effect.mapError(Effect.fromResult(read), wrong))
    )
  })

const promptAtTerminal = Effect.sync(() => process.stdin.isTTY).pipe(
  Effect.tap((isTerminal) =>
    isTerminal
      ? Console.error("bill-status: reading references, one a line; end with Ctrl-D.")
      : Effect.void
  )
)

/** How many references a file holds; fails on what is wrong with it before anything is asked. */
export const countReferences = (path: string) =>
  path === standardInput
    ? Effect.as(promptAtTerminal, undefined)
    : readReferences(path).pipe(
        Stream.runFold(
          () => 0,
          (count, references) => count + references.length
        ),
        // Exit 0 would say Paid.
        Effect.filterOrFail(
          (count) => count > 0,
          () => new WrongUsage({ message: `There is no reference in ${nameOf(path)}.` })
        )
      )

/** The references in the order asked for; from the arguments or, with `--from`, from a file. */
export const referencesOf = (
  command: string,
  { from, references }: GivenReferences
): Stream.Stream<string, WrongUsage | CliError.CliError, FileSystem.FileSystem | Stdio.Stdio> => {
  if (Option.isNone(from))
    return references.length > 0
      ? Stream.fromIterable(references)
      : Stream.fail(
          new CliError.ShowHelp({
            commandPath: ["bill-status", command],
            errors: [new CliError.MissingArgument({ argument: "reference" })]
          })
        )
  const path = from.value
  return references.length === 0
    ? readReferences(path).pipe(
        Stream.flattenIterable,
        Stream.orElseIfEmpty(() =>
          Stream.fail(new WrongUsage({ message: `There is no reference in ${nameOf(path)}.` }))
        )
      )
    : Stream.fail(
        new WrongUsage({ message: "Give references as arguments or with --from, not both." })
      )
}
