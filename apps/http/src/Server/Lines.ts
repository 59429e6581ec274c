/**
 * Lines of the log on standard error, written some at a time: a request does not wait for its line. When
 * nobody reads them, lines are dropped and counted rather than kept.
 */
import { Clock, Context, Effect, Layer } from "effect"

const flushAfterMillis = 100
const flushAtCharacters = 64 * 1024
const unwrittenBytesAtMost = 4 * 1024 * 1024

export class LineWriter {
  readonly #now: () => number
  #text = ""
  #dropped = 0
  #timer: NodeJS.Timeout | undefined

  /** `now` in milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now
  }

  write(line: string): void {
    if (process.stderr.writableLength > unwrittenBytesAtMost) {
      this.#dropped += 1
      return
    }
    this.#text += line
    this.#text += "\n"
    if (this.#text.length >= flushAtCharacters) this.flush()
    else this.#timer ??= setTimeout(() => this.flush(), flushAfterMillis)
  }

  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const text = this.#text
    this.#text = ""
    if (text !== "") process.stderr.write(text)
    if (this.#dropped === 0 || process.stderr.writableLength > unwrittenBytesAtMost) return
    const dropped = this.#dropped
    this.#dropped = 0
    const timestamp = new Date(this.#now()).toISOString()
    this.write(
      JSON.stringify({ timestamp, level: "WARN", message: "Log lines were dropped.", dropped })
    )
  }
}

/** Whoever read the log has left: no reason to stop answering. */
const ignore = (): void => undefined

export class Lines extends Context.Service<Lines, LineWriter>()(
  "@bill-payment-status/http/Server/Lines"
) {
  static readonly layer: Layer.Layer<Lines> = Layer.effect(
    Lines,
    Effect.acquireRelease(
      Effect.map(Clock.Clock, (clock) => {
        process.stderr.on("error", ignore)
        return new LineWriter(() => clock.currentTimeMillisUnsafe())
      }),
      (lines) => Effect.sync(() => lines.flush())
    )
  )
}
