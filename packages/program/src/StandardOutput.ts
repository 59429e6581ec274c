/** Standard output: writing to it, and what becomes of a program when it goes away. */
import { Effect } from "effect"

/** As a shell tells of a program that was ended by a broken pipe. */
const brokenPipeCode = 141
/** An input or output error, as `sysexits.h` has it. */
export const ioErrorCode = 74

/**
 * Ends the program quietly when whoever read its output has left, e.g. `| head -1`; says what is wrong
 * when it cannot be written, e.g. to a full disk. Never exits with 0, which would say that all was printed.
 */
export const watchStandardOutput = (name: string): void => {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(brokenPipeCode)
    console.error(`${name}: cannot write to standard output (${error.code ?? error.name}).`)
    process.exit(ioErrorCode)
  })
}

/** Prints a line, and waits while whoever reads is slower: memory holds no more than a little of it. */
export const printLine = (text: string): Effect.Effect<void> =>
  Effect.suspend(() =>
    process.stdout.write(`${text}\n`)
      ? Effect.void
      : Effect.callback<void>((resume) => {
          const drained = () => resume(Effect.void)
          process.stdout.once("drain", drained)
          return Effect.sync(() => process.stdout.off("drain", drained))
        })
  )
