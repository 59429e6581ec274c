/**
 * Lines of the log on standard error, written some at a time: a request does not wait for its line. When
 * nobody reads them, lines are dropped and counted rather than kept.
 */
const flushAfterMillis = 100
const flushAtCharacters = 64 * 1024
const unwrittenBytesAtMost = 4 * 1024 * 1024

export class Lines {
  #text = ""
  #dropped = 0
  #timer: NodeJS.Timeout | undefined

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
    this.write(JSON.stringify({ level: "WARN", message: "Log lines were dropped.", dropped }))
  }
}
