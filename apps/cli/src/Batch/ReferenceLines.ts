/** References out of a file: one a line, blank lines and `#` comments passed over. */
import { Result } from "effect"

/** Far longer than any reference, so that one that is too long is told by itself. */
const lineAtMost = 4096

const notText = "is not text in UTF-8; save it as a text file with one reference a line"

/** A comment stands on a line of its own, or behind a reference and a space. */
const comment = /(^|\s)#[^]*$/

/** Reads bytes as they come; fails with what is wrong with them, in words. */
export class ReferenceLines {
  readonly #decoder = new TextDecoder("utf-8", { fatal: true })
  #unfinished = ""
  #lines = 0

  /** The references in what has arrived; the last line waits for its end. */
  read(chunk: Uint8Array): Result.Result<ReadonlyArray<string>, string> {
    return this.#take(() => this.#decoder.decode(chunk, { stream: true }))
  }

  /** The references in what is left. */
  end(): Result.Result<ReadonlyArray<string>, string> {
    return this.#take(() => `${this.#decoder.decode()}\n`)
  }

  #take(decode: () => string): Result.Result<ReadonlyArray<string>, string> {
    let text: string
    try {
      text = this.#unfinished + decode()
    } catch {
      return Result.fail(notText)
    }
    if (text.includes("\0")) return Result.fail(notText)
    const lines = text.split(/\r\n|\n|\r(?!$)/)
    this.#unfinished = lines.pop() ?? ""
    const long = [...lines, this.#unfinished].findIndex(({ length }) => length > lineAtMost)
    if (long !== -1)
      return Result.fail(
        `has more than ${lineAtMost} characters in line ${this.#lines + long + 1}; give one reference a line`
      )
    this.#lines += lines.length
    return Result.succeed(
      lines.map((line) => line.replace(comment, "").trim()).filter((line) => line !== "")
    )
  }
}
