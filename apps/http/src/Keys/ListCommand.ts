/** `bill-status-http keys list`. */
import { escapeUnsafe, plainText } from "@bill-payment-status/core"
import { columns, RateText } from "@bill-payment-status/program"
import { Clock, Console, DateTime, Effect, Redacted, Schema } from "effect"
import { Command, Flag } from "effect/cli"
import { showEnd } from "./IssuedKey.ts"
import { type KeyRecord, stateAt } from "./KeyRecord.ts"
import { readKeysFile } from "./KeysFile.ts"
import { asWrongUsage, fileFlag, keysFileOf } from "./KeysFileFlag.ts"
import { readLastUse } from "./LastUse.ts"

const flags = {
  output: Flag.Literals("output", ["table", "json"]).pipe(
    Flag.withDescription("table for people (default), json for programs"),
    Flag.withDefault("table")
  ),
  registrations: Flag.Boolean("registrations").pipe(
    Flag.withDescription("Show the registration ids, not only how many there are"),
    Flag.withDefault(false)
  ),
  file: fileFlag
}

const encodeRate = Schema.encodeSync(RateText)

const isoOf = (instant: DateTime.Utc | null): string | null =>
  instant === null ? null : DateTime.formatIso(instant)

const listed = (key: KeyRecord, now: number, lastUsed: number | undefined) => ({
  id: key.id,
  name: key.name,
  scopes: key.scopes,
  state: stateAt(key, now),
  createdAt: isoOf(key.createdAt),
  expiresAt: isoOf(key.expiresAt),
  revokedAt: isoOf(key.revokedAt),
  lastUsedAt: lastUsed === undefined ? null : isoOf(DateTime.makeUnsafe(lastUsed)),
  rate: key.rate === null ? null : encodeRate(key.rate),
  concurrency: key.concurrency,
  registrations: key.registrations.length
})

const idsOf = ({ registrations }: KeyRecord): ReadonlyArray<string> =>
  registrations.map((id) => Redacted.value(id))

const headings = [
  "ID",
  "NAME",
  "SCOPES",
  "STATE",
  "EXPIRES",
  "LAST USED",
  "RATE",
  "CONCURRENCY",
  "REGISTRATIONS"
]

type Rows = ReadonlyArray<{ readonly key: KeyRecord; readonly row: ReturnType<typeof listed> }>

const asTable = (rows: Rows, withIds: boolean): string =>
  columns([
    headings,
    ...rows.map(({ key, row }) => [
      row.id,
      row.name,
      row.scopes.join(","),
      row.state,
      showEnd(key.expiresAt),
      row.lastUsedAt ?? "never",
      row.rate ?? "no limit",
      row.concurrency === null ? "no limit" : String(row.concurrency),
      withIds && row.registrations > 0 ? idsOf(key).join(", ") : String(row.registrations)
    ])
  ])
    .map((line) => plainText(line, Number.POSITIVE_INFINITY))
    .join("\n")

const asJson = (rows: Rows, withIds: boolean): string =>
  escapeUnsafe(
    JSON.stringify(
      rows.map(({ key, row }) => (withIds ? { ...row, registrationIds: idsOf(key) } : row)),
      null,
      2
    )
  )

/** Tells what keys there are, and nothing secret of them. */
export const listCommand = Command.make(
  "list",
  flags,
  Effect.fn("bill-status-http.keys.list")(function* ({ file: given, output, registrations }) {
    const file = yield* keysFileOf(given)
    const keys = yield* Effect.mapError(readKeysFile(file), asWrongUsage)
    const lastUse = yield* readLastUse(file).pipe(
      Effect.catch(({ message }) => Effect.as(Console.error(message), new Map<string, number>()))
    )
    const now = yield* Clock.currentTimeMillis
    const rows = keys.map((key) => ({ key, row: listed(key, now, lastUse.get(key.id)) }))
    yield* Console.log((output === "json" ? asJson : asTable)(rows, registrations))
  })
).pipe(
  Command.withDescription("List the keys: what they may do, until when, and when they were used"),
  Command.withExamples([
    {
      command: "bill-status-http keys list --output json",
      description: "For a program; registration ids only with --registrations"
    }
  ])
)
