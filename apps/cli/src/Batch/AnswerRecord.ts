/**
 * Answers kept in a file, and found again by reference. The first line says who gave them, as an answer of
 * another AOPay must never be told as this one's; then comes one JSON object a line, as `--output ndjson`
 * prints it. Each is written before it is printed, so a program that is killed loses none it has told of.
 */
import { escapeUnsafe } from "@bill-payment-status/core"
import { errorCode, InUse, type Lock, lock } from "@bill-payment-status/program"
import { Result } from "effect"
import * as fs from "node:fs"
import { type Answer, isStatus } from "../Answer.ts"
import type { Answers, Known } from "./Answers.ts"
import { canBeToldAgain, lineBeginning, parseLine } from "./RecordLine.ts"
import {
  checkSource,
  firstLine,
  notARecord,
  type RecordSource,
  WrongRecord
} from "./RecordSource.ts"
import { ReferenceIndex } from "./ReferenceIndex.ts"

const newline = 0x0a
const readAtOnce = 1024 * 1024
const lineAtFirst = 4096
const lineAtMost = 1024 * 1024

/** What a record is opened with. */
export interface RecordOptions {
  readonly path: string
  /** How many references come, where that is known. */
  readonly expected: number
  readonly source: RecordSource
}

const inUse = ({ holder }: InUse): string =>
  `is in use by another run (process ${holder}); wait for it, or give this one a file of its own`

/** Answers in a file. Throws the system's errors. */
export class AnswerRecord implements Answers {
  readonly path: string
  readonly #file: number
  readonly #lock: Lock | undefined
  readonly #index: ReferenceIndex
  #end = 0
  /** Where this run's own answers begin. */
  readonly #begin: number
  #buffer = Buffer.alloc(lineAtFirst)

  /** Whether this run has added anything that need not be asked again. */
  holdsFinal = false

  private constructor(
    file: number,
    held: Lock | undefined,
    { expected, path, source }: RecordOptions
  ) {
    this.path = path
    this.#file = file
    this.#lock = held
    const { size } = fs.fstatSync(file)
    this.#index = new ReferenceIndex(Math.max(expected, size / lineAtFirst))
    this.#load(size, source)
    if (this.#end === 0) this.#write(firstLine(source))
    this.#begin = this.#end
  }

  /** Opens the file, or makes it; fails with what is wrong with it, in words. */
  static open(options: RecordOptions): Result.Result<AnswerRecord, string> {
    let file: number | undefined
    let held: Lock | undefined
    try {
      file = fs.openSync(options.path, "a+", 0o600)
      held = fs.fstatSync(file).isFile() ? lock(options.path) : undefined
      return Result.succeed(new AnswerRecord(file, held, options))
    } catch (error) {
      held?.release()
      if (file !== undefined) fs.closeSync(file)
      if (error instanceof InUse) return Result.fail(inUse(error))
      if (error instanceof WrongRecord) return Result.fail(error.message)
      return Result.fail(`cannot be written (${errorCode(error)})`)
    }
  }

  find(reference: string): Known | undefined {
    const { answer, slot } = this.#look(reference)
    if (slot === undefined || answer === undefined) return undefined
    if (this.#index.offsetAt(slot) >= this.#begin) return { answer, seen: true }
    return canBeToldAgain(answer) ? { answer, seen: this.#index.see(slot) } : undefined
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

  #look(reference: string) {
    let answer: Answer | undefined
    const slot = this.#index.find(reference, (offset) => {
      answer = parseLine(this.#lineAt(offset))
      return answer?.referenceId === reference
    })
    return { answer, slot }
  }

  #place(reference: string, offset: number): void {
    const { slot } = this.#look(reference)
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
      if (unfinished.length > lineAtMost) throw notARecord(lines + 1)
    }
    if (unfinished.length === 0) return
    // It was being written when the program was killed.
    const text = unfinished.toString("utf8")
    const isOurs =
      lines === 0
        ? firstLine(source).startsWith(text)
        : text.startsWith(lineBeginning) || lineBeginning.startsWith(text)
    if (!isOurs) throw notARecord(lines + 1)
    fs.ftruncateSync(this.#file, this.#end)
  }

  #loadLine(line: string, number: number, source: RecordSource): void {
    if (number === 1) return checkSource(line, source)
    const answer = parseLine(line)
    if (answer === undefined) throw notARecord(number)
    this.#place(answer.referenceId, this.#end)
  }
}
