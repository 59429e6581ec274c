/**
 * Answers kept in a file, and found again by reference. The first line says who gave them, as an answer of
 * another AOPay must never be told as this one's; then comes one JSON object a line, as `--output ndjson`
 * prints it. Each is written before it is printed, so a program that is killed loses none it has told of.
 */
import { escapeUnsafe, Paise, PaymentStatusJson } from "@bill-payment-status/core"
import { systemCode } from "@bill-payment-status/program"
import { DateTime, Option, Result, Schema } from "effect"
import * as fs from "node:fs"
import { type Answer, isStatus } from "../Answer.ts"
import type { RecordSource } from "./RecordSource.ts"
import { InUse, type Lock, lock } from "./Lock.ts"
import { ReferenceIndex } from "./ReferenceIndex.ts"

/** An answer that is known, and whether it came up in this run before. */
export interface Known {
  readonly answer: Answer
  readonly seen: boolean
}

const newline = 0x0a
const readAtOnce = 1024 * 1024
const lineAtFirst = 4096

const kind = "bill-status"

const firstLine = (source: RecordSource): string => JSON.stringify({ record: kind, ...source })

/** Of every line but the first. */
const beginning = '{"referenceId":'

const isPaymentStatus = Schema.is(PaymentStatusJson)
const isAmount = Schema.is(Schema.toEncoded(Paise))

const isInstant = (text: string | null | undefined): boolean =>
  text == null || Option.isSome(DateTime.make(text))

/** Whether a line that somebody may have changed can be told again. */
const isFinalStatus = (answer: Answer): boolean =>
  isPaymentStatus(answer) &&
  answer.final &&
  (answer.verdict === "Paid" || answer.verdict === "Refunded") &&
  isAmount(answer.transaction.amount) &&
  isInstant(answer.transaction.addedAt) &&
  isInstant(answer.transaction.refund?.refundedAt)

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

export interface RecordOptions {
  readonly path: string
  /** How many references come, where that is known. */
  readonly expected: number
  readonly source: RecordSource
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
  #end = 0
  /** Where this run's own answers begin. */
  readonly #begin: number
  #buffer = Buffer.alloc(lineAtFirst)

  readonly #lock: Lock | undefined

  private constructor(file: number, { expected, path, source }: RecordOptions) {
    this.path = path
    this.#file = file
    const stat = fs.fstatSync(file)
    this.#lock = stat.isFile() ? lock(path) : undefined
    const { size } = stat
    this.#index = new ReferenceIndex(Math.max(expected, size / lineAtFirst))
    this.#load(size, source)
    if (this.#end === 0) this.#write(firstLine(source))
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
      if (error instanceof InUse || error instanceof WrongRecord) return Result.fail(error.message)
      return Result.fail(`cannot be written (${systemCode(error)})`)
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
    return isFinalStatus(answer) ? { answer, seen: this.#index.see(slot) } : undefined
  }

  /** One about the same reference from before this run is forgotten. */
  add(answer: Answer): void {
    const begin = this.#end
    this.#write(escapeUnsafe(JSON.stringify(answer)))
    this.#place(answer.referenceId, begin)
    if (isStatus(answer) && answer.final) this.holdsFinal = true
  }

  close(): void {
    fs.closeSync(this.#file)
    this.#lock?.release()
  }

  #write(text: string): void {
    const line = Buffer.from(`${text}\n`)
    for (let written = 0; written < line.length;) written += fs.writeSync(this.#file, line, written)
    this.#end += line.length
  }

  #slotOf(reference: string): number | undefined {
    return this.#index.find(
      reference,
      (offset) => parse(this.#lineAt(offset))?.referenceId === reference
    )
  }

  #place(reference: string, offset: number): void {
    const slot = this.#slotOf(reference)
    if (slot === undefined) this.#index.add(reference, offset)
    else this.#index.move(slot, offset)
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

  #load(size: number, source: RecordSource): void {
    const chunk = Buffer.alloc(Math.min(size, readAtOnce))
    let unfinished = Buffer.alloc(0)
    let lines = 0
    for (let position = 0; position < size;) {
      const read = fs.readSync(this.#file, chunk, 0, chunk.length, position)
      position += read
      const bytes = Buffer.concat([unfinished, chunk.subarray(0, read)])
      let begin = 0
      for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, begin)) {
        lines += 1
        this.#loadLine(bytes.toString("utf8", begin, end), lines, source)
        this.#end += end + 1 - begin
        begin = end + 1
      }
      unfinished = bytes.subarray(begin)
    }
    if (unfinished.length === 0) return
    // It was being written when the program was killed.
    const text = unfinished.toString("utf8")
    const isOurs =
      lines === 0
        ? firstLine(source).startsWith(text)
        : text.startsWith(beginning) || beginning.startsWith(text)
    if (!isOurs) throw notARecord(lines + 1)
    fs.ftruncateSync(this.#file, this.#end)
  }

  #loadLine(line: string, number: number, source: RecordSource): void {
    if (number === 1) return checkSource(line, source)
    const answer = parse(line)
    if (answer === undefined) throw notARecord(number)
    this.#place(answer.referenceId, this.#end)
  }
}

class WrongRecord extends Error {}

const notARecord = (line: number): WrongRecord =>
  new WrongRecord(`is no record of bill-status (line ${line}); give it a file of its own`)

const readObject = (line: string): { readonly [key: string]: unknown } => {
  try {
    return { ...JSON.parse(line) }
  } catch {
    return {}
  }
}

const checkSource = (line: string, source: RecordSource): void => {
  const { record, ...found } = readObject(line)
  if (record !== kind) throw notARecord(1)
  for (const [name, ours] of Object.entries(source))
    if (found[name] !== ours)
      throw new WrongRecord(
        name === "registration"
          ? "was kept for another registration id; give it a file of its own"
          : `was kept with ${name} ${String(found[name])}, and this run has ${ours}; give it a file of its own`
      )
}
