/** What the mock server says of each question, besides the journal. */
import { plainText } from "@bill-payment-status/core"
import { DateTime, Struct } from "effect"
import type { JournalEntry } from "../Engine/Journal.ts"

/** Told of each entry as it is made. */
export type Log = (namespace: string, entry: JournalEntry) => void

const hint: Log = (_, { hint }) => {
  if (hint !== null) console.error(plainText(`bill-status-mock: ${hint}`))
}

const json: Log = (namespace, entry) =>
  console.log(
    JSON.stringify({ namespace, ...entry, at: DateTime.formatIso(DateTime.makeUnsafe(entry.at)) })
  )

/**
 * `hints`: what was asked in vain, on stderr. `json`: every entry as a line on stdout as well. `none`:
 * nothing.
 */
export const logs = {
  hints: hint,
  json: (namespace, entry) => {
    hint(namespace, entry)
    json(namespace, entry)
  },
  none: () => undefined
} satisfies { readonly [name: string]: Log }

/** How much to say. */
export const logNames = Struct.keys(logs)
