/** What is wrong with a command line, as a sentence a person can act on. */
import { plainText } from "@bill-payment-status/core"
import type { CliError } from "effect/cli"

const anyOf = (choices: ReadonlyArray<string>): string =>
  new Intl.ListFormat("en-GB", { type: "disjunction" }).format(choices)

const choices = /^"[^"]*"(?: \| "[^"]*")*$/

/** effect/cli says what it expects as a type, as a schema's message or in words. */
const expectation = (said: string): string => {
  const expected = said.replace(/^Schema validation failed: /, "").replace(/^Expected:? /, "")
  if (/^(string|[A-Z|/-]+)$/.test(expected)) return ""
  if (expected === "a string representing a finite number") return " Expected a number."
  return choices.test(expected)
    ? ` Expected ${anyOf(expected.slice(1, -1).split('" | "'))}.`
    : ` Expected ${expected}.`
}

const invalidValue = ({ expected, kind, option, value }: CliError.InvalidValue): string => {
  const [, times] = expected === "at most 1 value" ? (/^(\d+) occurrences$/.exec(value) ?? []) : []
  const what = kind === "flag" ? `flag --${option}` : `argument ${option}`
  if (times !== undefined) return `The ${what} was given ${times} times; give it once.`
  return value === ""
    ? `Missing value for ${what}.${expectation(expected)}`
    : `Invalid value for ${what}: "${value}".${expectation(expected)}`
}

const suggestion = (names: ReadonlyArray<string>): string =>
  names.length === 0 ? "" : ` Did you mean ${anyOf(names)}?`

const sentence = (error: CliError.NonShowHelpErrors): string => {
  switch (error._tag) {
    case "UnrecognizedOption":
      return `Unrecognized flag: ${error.option}.${suggestion(error.suggestions)}`
    case "UnknownSubcommand":
      return `Unknown subcommand "${error.subcommand}".${suggestion(error.suggestions)}`
    case "InvalidValue":
      return invalidValue(error)
    case "DuplicateOption":
    case "MissingArgument":
    case "MissingOption":
    case "UnexpectedArgument":
    case "UserError":
    case "ValidationError":
      return error.message.replace(/[^.?]$/, "$&.")
  }
}

/** On one line, safe to show on a terminal whatever was typed. */
export const usageSentence = (error: CliError.NonShowHelpErrors): string =>
  plainText(sentence(error))
