/**
 * The keys in force. Asked on every request: synchronous, one lookup and one comparison, which takes as long
 * for an id nobody has as for one with another secret.
 */
import { timingSafeEqual } from "node:crypto"
import { Redacted } from "effect"
import { readApiKey } from "./ApiKey.ts"
import type { KeyRecord } from "./KeyRecord.ts"

/** What a presented key turns out to be. */
export type Found = KeyRecord | "malformed" | "unknown" | "revoked" | "expired"

interface Entry {
  readonly record: KeyRecord
  readonly digest: Buffer
  readonly revoked: boolean
  /** In milliseconds since 1970. */
  readonly expiresAt: number
}

const nobodys = Buffer.alloc(32)

const entryOf = (record: KeyRecord): Entry => ({
  record,
  digest: Buffer.from(Redacted.value(record.digest), "base64url"),
  revoked: record.revokedAt !== null,
  expiresAt: record.expiresAt?.epochMilliseconds ?? Number.POSITIVE_INFINITY
})

/** Keys by id. */
export class KeyRing {
  readonly #entries: ReadonlyMap<string, Entry>

  constructor(records: ReadonlyArray<KeyRecord>) {
    this.#entries = new Map(records.map((record) => [record.id, entryOf(record)]))
  }

  /** Whether this is still the record of a key, and the key in force. */
  holds(record: KeyRecord, now: number): boolean {
    const entry = this.#entries.get(record.id)
    return entry?.record === record && !entry.revoked && entry.expiresAt > now
  }

  /** Whether there is a key with this id that is neither revoked nor expired. */
  isInForce(id: string, now: number): boolean {
    const entry = this.#entries.get(id)
    return entry !== undefined && !entry.revoked && entry.expiresAt > now
  }

  /** Whose key this is at `now`, in milliseconds since 1970; the record is the same object every time. */
  find(presented: string, now: number): Found {
    const key = readApiKey(presented)
    if (key === "malformed") return key
    const entry = this.#entries.get(key.id)
    const isSame = timingSafeEqual(key.digest, entry === undefined ? nobodys : entry.digest)
    if (entry === undefined || !isSame) return "unknown"
    if (entry.revoked) return "revoked"
    return entry.expiresAt <= now ? "expired" : entry.record
  }
}
