/**
 * Writes what a provider said as a scenario file, in which no account number, registration or key can be
 * read: every letter and digit but the last is a 0 there, so that a replay decodes as the answer did.
 */
import { renameSync, writeFileSync } from "node:fs"
import { stringify } from "yaml"
import type { Question } from "../Engine/Question.ts"

/** One answer as it came. */
interface RecordedAnswer {
  readonly httpStatus: number
  readonly contentType: string
  readonly body: string
}

/** What was said so far. */
export interface Recording {
  /** Notes an answer, and writes the file anew. `keys` are those the question was asked with. */
  readonly note: (question: Question, answer: RecordedAnswer, keys: ReadonlyArray<string>) => void
}

/** Keeps the last four characters, and of a short text at most half. */
const masked = (text: string): string => {
  const characters = Array.from(text)
  const shown = Math.min(4, Math.floor(characters.length / 2))
  return characters
    .map((character, index) =>
      index < characters.length - shown ? character.replace(/[\p{L}\p{N}]/u, "0") : character
    )
    .join("")
}

const personal = new Set(["canumber", "ad1", "ad2", "ad3"])

const longNumber = /(?<![\p{L}\p{N}])\p{L}*\p{N}[\p{L}\p{N}]*(?:[ -]{1,3}\p{N}+)*/gu

/** Prose may repeat an account number in any spelling. */
const withoutNumbers = (text: string): string =>
  text.replace(longNumber, (found) =>
    (found.match(/\p{N}/gu) ?? []).length >= 5 && !/^\d{4}-\d\d-\d\d/.test(found)
      ? masked(found)
      : found
  )

const withoutSecrets = (text: string, secrets: ReadonlyArray<string>): string =>
  secrets.reduce((shown, secret) => shown.replaceAll(secret, "redacted"), text)

/** Node has it since 21; TypeScript's library does not say so yet. */
const rawJson: (text: string) => unknown = Reflect.get(JSON, "rawJSON")

interface ReviverContext {
  readonly source?: string
}

/** Numbers as they were written, digits masked where they are personal. */
const revive =
  (secrets: ReadonlyArray<string>, prose: ReadonlySet<string>) =>
  (key: string, value: unknown, context?: ReviverContext): unknown => {
    const isPersonal = personal.has(key.toLowerCase())
    if (typeof value === "string") {
      const shown = isPersonal ? masked(value) : prose.has(key) ? withoutNumbers(value) : value
      return withoutSecrets(shown, secrets)
    }
    if (typeof value === "number") {
      const source = context?.source ?? String(value)
      return rawJson(isPersonal ? source.replace(/\d(?=\d{4})/g, "9") : source)
    }
    return value
  }

const prose = new Set(["message", "operatorname"])

const withoutPersonalData = (body: string, secrets: ReadonlyArray<string>): string => {
  try {
    return JSON.stringify(JSON.parse(body, revive(secrets, prose)))
  } catch {
    return withoutSecrets(withoutNumbers(body), secrets)
  }
}

/** Shorter text stands anywhere by chance. */
const secretAtLeast = 4

const answersAtMost = 100
const referencesAtMost = 10_000

/** A recording in this file; fails at once when it cannot be written. */
export const makeRecording = (file: string): Recording => {
  const answers = new Map<string, Array<object>>()
  const write = () => {
    const transactions = Object.fromEntries(
      Array.from(answers, ([reference, each]) => [reference, { answers: each }])
    )
    writeFileSync(`${file}.tmp`, stringify({ transactions }))
    renameSync(`${file}.tmp`, file)
  }
  write()
  return {
    note: ({ referenceid, RegistrationID }, { body, contentType, httpStatus }, keys) => {
      const said = answers.get(referenceid) ?? []
      if (said.length >= answersAtMost || answers.size >= referencesAtMost) return
      const secrets = [RegistrationID, ...keys].filter(({ length }) => length >= secretAtLeast)
      const shown = withoutPersonalData(body, secrets)
      const last = JSON.stringify(said.at(-1))
      const next = { status: httpStatus, contentType, body: shown }
      // The last answer stays, so one that is the same again needs no line.
      if (last === JSON.stringify(next)) return
      said.push(next)
      answers.set(referenceid, said)
      write()
    }
  }
}
