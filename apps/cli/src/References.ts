/** What a command is asked about: its arguments, or a file with one reference a line. */
import { readBytes, type Unreadable, WrongUsage } from "@bill-payment-status/program"
import { Console, Effect, Option, Stream } from "effect"
import { Argument, CliError, Flag } from "effect/cli"
import { statSync } from "node:fs"
import { ReferenceLines } from "./Batch/ReferenceLines.ts"

const standardInput = "-"

/** References on the command line. */
export const referencesArgument = Argument.String("reference").pipe(
  Argument.withDescription("The reference a payment was sent with"),
  Argument.variadic()
)

/** References from a file. */
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

/** The bytes of a file or a pipe, or of standard input for `-`. */
export const readInput = (path: string): Stream.Stream<Uint8Array, Unreadable> =>
  readBytes(path === standardInput ? null : path)

/** Many references at a time, as they are read. */
const readReferences = (path: string) =>
  Stream.suspend(() => {
    const lines = new ReferenceLines()
    const wrong = (problem: string) => new WrongUsage({ message: `${nameOf(path)} ${problem}.` })
    return readInput(path).pipe(
      Stream.mapError(
        ({ code }) => new WrongUsage({ message: `Cannot read ${nameOf(path)} (${code}).` })
      ),
      Stream.map((chunk) => lines.read(chunk)),
      Stream.concat(Stream.sync(() => lines.end())),
      Stream.mapEffect((read) => Effect.mapError(Effect.fromResult(read), wrong))
    )
  })

const promptAtTerminal = (path: string) =>
  path === standardInput && process.stdin.isTTY
    ? Console.error("bill-status: reading references, one a line; end with Ctrl-D.")
    : Effect.void

/** Exit 0 would say Paid. */
const noReferenceIn = (path: string): WrongUsage =>
  new WrongUsage({ message: `There is no reference in ${nameOf(path)}.` })

/** A pipe is read but once. */
const canBeReadAgain = (path: string): boolean =>
  path !== standardInput && statSync(path, { throwIfNoEntry: false })?.isFile() !== false

/**
 * How many references a file holds; fails on what is wrong with it before anything is asked. Not known of
 * standard input and pipes.
 */
export const countReferences = (path: string) =>
  Effect.suspend(() =>
    canBeReadAgain(path) ? countAll(path) : Effect.as(promptAtTerminal(path), undefined)
  )

const countAll = (path: string) =>
  readReferences(path).pipe(
    Stream.runFold(
      () => 0,
      (count, references) => count + references.length
    ),
    Effect.filterOrFail(
      (count) => count > 0,
      () => noReferenceIn(path)
    )
  )

/** Fails where no reference is given, or in two ways at once. */
export const requireReferences = (
  command: string,
  { from, references }: GivenReferences
): Effect.Effect<void, WrongUsage | CliError.CliError> => {
  if (references.length > 0 && Option.isSome(from))
    return new WrongUsage({ message: "Give references as arguments or with --from, not both." })
  return references.length > 0 || Option.isSome(from)
    ? Effect.void
    : new CliError.ShowHelp({
        commandPath: ["bill-status", command],
        errors: [new CliError.MissingArgument({ argument: "reference" })]
      })
}

/** The references in the order asked for; from the arguments or, with `--from`, from a file. */
export const referencesOf = ({
  from,
  references
}: GivenReferences): Stream.Stream<string, WrongUsage> =>
  Option.match(from, {
    onNone: () => Stream.fromIterable(references),
    onSome: (path) =>
      readReferences(path).pipe(
        Stream.flattenIterable,
        Stream.orElseIfEmpty(() => Stream.fail(noReferenceIn(path)))
      )
  })
