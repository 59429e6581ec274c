/** Writes what a provider said as a scenario file, without account numbers, registration or keys. */
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
  /** Notes an answer and writes the file anew. */
  readonly note: (question: Question, answer: RecordedAnswer) => void
}

const maskedDigits = (text: string): string =>
  text.replace(/[\p{L}\p{N}](?=[\p{L}\p{N}]{4})/gu, "0")

/** Keeps the form of an account number: a replay decodes as the answer did. */
const withoutAccounts = (body: string): string =>
  body.replace(
    /("canumber"\s*:\s*)("(?:[^"\\]|\\.)*"|\d+)/g,
    (_, key: string, value: string) =>
      key +
      (value.startsWith('"')
        ? `"${maskedDigits(value.slice(1, -1))}"`
        : value.replace(/\d(?=\d{4})/g, "9"))
  )

const accountsIn = (body: string): ReadonlyArray<string> =>
  Array.from(body.matchAll(/"canumber"\s*:\s*"?([^",}]{4,64})/g), ([, account = ""]) => account)

const masked = (body: string, { RegistrationID }: Question): string => {
  const named = accountsIn(body)
  const shown = withoutAccounts(body)
  return [...named, RegistrationID].reduce(
    (text, secret) =>
      text.replaceAll(secret, secret === RegistrationID ? "AOP-000" : maskedDigits(secret)),
    shown
  )
}

/** A recording in this file, which is written anew, whole, after each answer. */
export const makeRecording = (file: string): Recording => {
  const answers = new Map<string, Array<object>>()
  return {
    note: (question, { body, contentType, httpStatus }) => {
      const said = answers.get(question.referenceid) ?? []
      said.push({ status: httpStatus, contentType, body: masked(body, question) })
      answers.set(question.referenceid, said)
      const transactions = Object.fromEntries(
        Array.from(answers, ([reference, each]) => [reference, { answers: each }])
      )
      writeFileSync(`${file}.tmp`, stringify({ transactions }))
      renameSync(`${file}.tmp`, file)
    }
  }
}
