/**
 * Answers kept in a file, one JSON object a line as `--output ndjson` prints them, and found again by
 * reference. Each is written before it is printed, so a program that is killed loses none it has told of.
 */
import { escapeUnsafe, PaymentStatusJson } from "@bill-payment-status/core"
import { Result, Schema } from "effect"
import * as fs from "node:fs"
import { type Answer, isStatus } from "../Answer.ts"
import { ReferenceIndex } from "./ReferenceIndex.ts"

/** An answer that is known, and whether it came up in this run before. */
export interface Known {
  readonly answer: Answer
  readonly seen: boolean
}

const newline = 0x0a
const readAtOnce = 1024 * 1024
const lineAtFirst = 4096

/** Of every line, whole or not. */
const beginning = '{"referenceId":'

const isPaymentStatus = Schema.is(PaymentStatusJson)

/** Its other fields are looked at before it is told again. */
const looksLikeAnswer = (value: unknown): value is Answer =>
  typeof value === "object" &&
  value !== null &&
  "referenceId" in value &&
  typeof value.referenceId === "string" &&
  ("verdict" in value || "error" in value)

const parse = (line: string): Answer | undefined => {
  try {
    const value: unknown = JSON.parse(line)
    return looksLikeAnswer(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** A masked answer is no use where account numbers are to be printed whole, nor the other way about. */
const isMaskedAs = ({ transaction }: PaymentStatusJson, unmasked: boolean): boolean =>
  transaction.customerAccount?.includes("•") !== unmasked

export interface RecordOptions {
  readonly path: string
  /** How many references come, where that is known. */
  readonly expected: number
  /** Whether account numbers are printed whole. */
  readonly unmasked: boolean
}

/** Where answers are kept for the references that come up again. */
export interface Answers {
  /** What is known about the reference; an answer from before this run only when it is final. */
  readonly find: (reference: string) => Known | undefined
  readonly add: (answer: Answer) => void
}

/** Answers of this run alone, in memory: for as many references as fit on a command line. */
export const answersInMemory = (): Answers => {
  const answers = new Map<string, Answer>()
  return {
    find: (reference) => {
      const answer = answers.get(reference)
      return answer && { answer, seen: true }
    },
    add: (answer) => answers.set(answer.referenceId, answer)
  }
}

/** Answers in a file. Throws the system's errors. */
export class AnswerRecord implements Answers {
  readonly path: string
  readonly #file: number
  readonly #index: ReferenceIndex
  readonly #unmasked: boolean
  #end = 0
  /** Where this run's own answers begin. */
  readonly #begin: number
  #buffer = Buffer.alloc(lineAtFirst)

  private constructor(file: number, { expected, path, unmasked }: RecordOptions) {
    this.path = path
    this.#file = file
    this.#unmasked = unmasked
    const size = fs.fstatSync(file).size
    this.#index = new ReferenceIndex(Math.max(expected, size / lineAtFirst))
    this.#load(size)
    this.#begin = this.#end
  }

  /** Opens the file, or makes it; fails with what is wrong with it, in words. */
  static open(options: RecordOptions): Result.Result<AnswerRecord, string> {
    let file: number | undefined
    try {
      file = fs.openSync(options.path, "a+", 0o600)
      return Result.succeed(new AnswerRecord(file, options))
    } catch (error) {
      if (file !== undefined) fs.closeSync(file)
      if (error instanceof NotARecord) return Result.fail(error.message)
      const code = error instanceof Error && "code" in error ? String(error.code) : "unknown"
      return Result.fail(`cannot be written (${code})`)
    }
  }

  /** Whether this run has added anything that need not be asked again. */
  holdsFinal = false

  find(reference: string): Known | undefined {
    let answer: Answer | undefined
    const slot = this.#index.find(reference, (offset) => {
      answer = parse(this.#lineAt(offset))
      return answer?.referenceId === reference
    })
    if (slot === undefined || answer === undefined) return undefined
    if (this.#index.offsetAt(slot) >= this.#begin) return { answer, seen: true }
    return this.#holds(answer) ? { answer, seen: this.#index.see(slot) } : undefined
  }

  /** One about the same reference from before this run is forgotten. */
  add(answer: Answer): void {
    const line = Buffer.from(`${escapeUnsafe(JSON.stringify(answer))}\n`)
    fs.writeSync(this.#file, line)
    this.#place(answer.referenceId)
    this.#end += line.length
    if (isStatus(answer) && answer.final) this.holdsFinal = true
  }

  close(): void {
    fs.closeSync(this.#file)
  }

  #holds(answer: Answer): boolean {
    return isPaymentStatus(answer) && answer.final && isMaskedAs(answer, this.#unmasked)
  }

  #slotOf(reference: string): number | undefined {
    return this.#index.find(
      reference,
      (offset) => parse(this.#lineAt(offset))?.referenceId === reference
    )
  }

  /** The reference's answer begins where the file ends. */
  #place(reference: string): void {
    const slot = this.#slotOf(reference)
    if (slot === undefined) this.#index.add(reference, this.#end)
    else this.#index.move(slot, this.#end)
  }

  #lineAt(offset: number): string {
    for (;;) {
      const read = fs.readSync(this.#file, this.#buffer, 0, this.#buffer.length, offset)
      const end = this.#buffer.subarray(0, read).indexOf(newline)
      if (end !== -1) return this.#buffer.toString("utf8", 0, end)
      if (read < this.#buffer.length) return ""
      this.#buffer = Buffer.alloc(this.#buffer.length * 2)
    }
  }

  /** A last line without its end was being written when the program was killed. */
  #load(size: number): void {
    const chunk = Buffer.alloc(Math.min(size, readAtOnce))
    let unfinished = Buffer.alloc(0)
    let lines = 0
    for (let position = 0; position < size;) {
      const read = fs.readSync(this.#file, chunk, 0, chunk.length, position)
      position += read
      const bytes = Buffer.concat([unfinished, chunk.subarray(0, read)])
      let begin = 0
      for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, begin)) {
        const answer = parse(bytes.toString("utf8", begin, end))
        lines += 1
        if (answer === undefined) throw new NotARecord(lines)
        this.#place(answer.referenceId)
        this.#end += end + 1 - begin
        begin = end + 1
      }
      unfinished = bytes.subarray(begin)
    }
    if (unfinished.length > 0) {
      if (!unfinished.toString("utf8").startsWith(beginning)) throw new NotARecord(lines + 1)
      fs.ftruncateSync(this.#file, this.#end)
    }
  }
}

class NotARecord extends Error {
  constructor(line: number) {
    super(`holds no answer of bill-status in line ${line}; give it a file of its own`)
  }
}
