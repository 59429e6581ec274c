/** What becomes of a program whose standard output goes away. */

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
