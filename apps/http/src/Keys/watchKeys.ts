/** The keys of a running server: what the file says, within two seconds of its saying so. */
import { InvalidSetting } from "@bill-payment-status/core"
import { Effect, Equal, type FileSystem, Result, Schedule, type Scope } from "effect"
import { fileVersion } from "./FileVersion.ts"
import type { KeyRecord } from "./KeyRecord.ts"
import { type Found, KeyRing } from "./KeyRing.ts"
import { keysFileSetting, readKeysFile } from "./KeysFile.ts"

/** The keys in force at the moment. */
export interface WatchedKeys {
  /** Whose key this is at `now`, in milliseconds since 1970. */
  readonly find: (presented: string, now: number) => Found
  /** Whether this is still the record of a key, and the key in force at `now`. */
  readonly holds: (record: KeyRecord, now: number) => boolean
  /** Whether the key with this id is still in force at `now`. */
  readonly isInForce: (id: string, now: number) => boolean
}

type Keys = ReadonlyArray<KeyRecord>

const betweenLooks = Schedule.spaced("1 second")

const byId = (keys: Keys) => new Map(keys.map((key) => [key.id, key]))

/** What is new, as counts. */
const differences = (before: Keys, after: Keys): string => {
  const [previous, next] = [byId(before), byId(after)]
  const kept = after.flatMap((key) => {
    const was = previous.get(key.id)
    return was === undefined || Equal.equals(was, key) ? [] : [{ was, key }]
  })
  const revoked = kept.filter(({ key, was }) => was.revokedAt === null && key.revokedAt !== null)
  const counts = {
    added: after.filter(({ id }) => !previous.has(id)).length,
    removed: before.filter(({ id }) => !next.has(id)).length,
    revoked: revoked.length,
    changed: kept.length - revoked.length
  }
  return Object.entries(counts)
    .map(([what, count]) => `${count} ${what}`)
    .join(", ")
}

/**
 * Reads the keys, and looks every second whether the file has changed. One that cannot be read any more, or
 * is malformed, leaves the keys as they were and is logged once.
 */
export const watchKeys = Effect.fnUntraced(function* (
  file: string
): Effect.fn.Return<WatchedKeys, InvalidSetting, FileSystem.FileSystem | Scope.Scope> {
  let version = yield* fileVersion(file)
  let keys = yield* readKeysFile(file).pipe(
    Effect.mapError(({ message }) => new InvalidSetting({ setting: keysFileSetting.name, message }))
  )
  let ring = new KeyRing(keys)
  let complaint = ""

  const look = Effect.gen(function* () {
    const found = yield* fileVersion(file)
    if (found === version) return
    const read = yield* Effect.result(readKeysFile(file))
    if (Result.isFailure(read)) {
      const { message, problem } = read.failure
      const said = `${found} ${message}`
      // What cannot be read now may be readable at the next look, without a change.
      if (problem === "malformed") version = found
      if (said !== complaint) yield* Effect.logError(`The keys stay as they were. ${message}`)
      complaint = said
      return
    }
    const what = differences(keys, read.success)
    version = found
    complaint = ""
    keys = read.success
    ring = new KeyRing(keys)
    yield* Effect.logInfo(`Keys read again: ${what}; ${keys.length} in all.`)
  })

  yield* look.pipe(Effect.repeat(betweenLooks), Effect.forkScoped)
  return {
    find: (presented, now) => ring.find(presented, now),
    holds: (record, now) => ring.holds(record, now),
    isInForce: (id, now) => ring.isInForce(id, now)
  }
})
