/** A key at the moment it is made: on stdout the key alone, once; on stderr what it is. */
import { columns } from "@bill-payment-status/program"
import { Console, DateTime, Effect, Redacted } from "effect"
import { makeApiKey } from "./ApiKey.ts"
import type { KeyRecord } from "./KeyRecord.ts"

/** A key, and what is kept of it. */
export interface IssuedKey {
  readonly text: Redacted.Redacted
  readonly record: KeyRecord
}

/** Makes a key that is described so. */
export const issueKey = (
  described: Omit<KeyRecord, "id" | "digest" | "revokedAt">
): Effect.Effect<IssuedKey> =>
  Effect.sync(() => {
    const { digest, id, text } = makeApiKey()
    return {
      text: Redacted.make(text, { label: "key" }),
      record: {
        ...described,
        id,
        digest: Redacted.make(digest.toString("base64url"), { label: "digest" }),
        revokedAt: null
      }
    }
  })

/** An instant, or never. */
export const showEnd = (end: DateTime.Utc | null): string =>
  end === null ? "never" : DateTime.formatIso(end)

/** Shows a key for the only time. */
export const showIssued = Effect.fnUntraced(function* ({ record, text }: IssuedKey) {
  yield* Console.log(Redacted.value(text))
  const rows = [
    ["id", record.id],
    ["name", record.name],
    ["scopes", record.scopes.join(", ")],
    ["expires", showEnd(record.expiresAt)]
  ]
  for (const line of columns(rows)) yield* Console.error(line)
  yield* Console.error(
    "The key is shown only once: keep it now. Servers that run take it within two seconds."
  )
})
