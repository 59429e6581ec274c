/** What a command is asked about: its arguments, or a file with one reference a line. */
import { FileSystem, Option, type PlatformError, Stdio, Stream } from "effect"
import { CliError } from "effect/cli"
import { WrongUsage } from "@bill-payment-status/program"

const standardInput = "-"

/** The bytes of a file, or of standard input for `-`. */
export const readBytes = (
  path: string
): Stream.Stream<Uint8Array, PlatformError.PlatformError, FileSystem.FileSystem | Stdio.Stdio> =>
  path === standardInput
    ? Stream.unwrap(Stdio.Stdio.useSync(({ stdin }) => stdin))
    : Stream.unwrap(FileSystem.FileSystem.useSync((files) => files.stream(path)))

const isReference = (line: string): boolean => line !== "" && !line.startsWith("#")

/** One reference a line; blank lines and lines that begin with `#` are passed over. */
const readReferences = (path: string) =>
  readBytes(path).pipe(
    Stream.decodeText(),
    Stream.splitLines,
    Stream.map((line) => line.trim()),
    Stream.filter(isReference),
    Stream.mapError(
      ({ reason }) => new WrongUsage({ message: `Cannot read ${path} (${reason._tag}).` })
    ),
    // Exit 0 would say Paid.
    Stream.orElseIfEmpty(() =>
      Stream.fail(new WrongUsage({ message: `There is no reference in ${path}.` }))
    )
  )

/** The references in the order asked for; from the arguments or, with `--from`, from a file. */
export const referencesOf = (
  command: string,
  references: ReadonlyArray<string>,
  from: Option.Option<string>
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
  return references.length === 0
    ? readReferences(from.value)
    : Stream.fail(
        new WrongUsage({ message: "Give references as arguments or with --from, not both." })
      )
}
