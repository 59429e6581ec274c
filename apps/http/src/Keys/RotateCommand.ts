/** `bill-status-http keys rotate`. */
import { WrongUsage } from "@bill-payment-status/program"
import { Console, DateTime, Duration, Effect, Option } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { expiryFlags, expiryOf, UpToACentury } from "./ExpiryFlags.ts"
import { findKey } from "./findKey.ts"
import { issueKey, showEnd, showIssued } from "./IssuedKey.ts"
import { type KeyRecord, stateAt } from "./KeyRecord.ts"
import { updateKeysFile } from "./KeysFile.ts"
import { asWrongUsage, fileFlag, keysFileOf } from "./KeysFileFlag.ts"

const flags = {
  id: Argument.String("id").pipe(Argument.withDescription("The id of the key, not the key")),
  overlap: Flag.String("overlap").pipe(
    Flag.withMetavar("DURATION"),
    Flag.withDescription("How long the old key can still be used (24h)"),
    Flag.withSchema(UpToACentury),
    Flag.withDefault(Duration.hours(24))
  ),
  ...expiryFlags,
  file: fileFlag
}

/** As long as the old one was to live. */
const sameLife = ({ createdAt, expiresAt }: KeyRecord, now: DateTime.Utc): DateTime.Utc | null =>
  expiresAt === null ? null : DateTime.addDuration(now, DateTime.distance(createdAt, expiresAt))

const endsSooner = (end: DateTime.Utc | null, overlap: DateTime.Utc): DateTime.Utc =>
  end === null ? overlap : DateTime.min(end, overlap)

/** Makes a key like another, which ends after a while. */
export const rotateCommand = Command.make(
  "rotate",
  flags,
  Effect.fn("bill-status-http.keys.rotate")(function* (given) {
    const file = yield* keysFileOf(given.file)
    const now = yield* DateTime.now
    const asked = yield* expiryOf(given, now)
    const { issued, old } = yield* updateKeysFile(
      file,
      Effect.fnUntraced(function* (keys) {
        const found = yield* Effect.fromResult(findKey(file, keys, given.id))
        const state = stateAt(found, now.epochMilliseconds)
        if (state !== "active")
          return yield* new WrongUsage({
            message: `The key ${found.id} is ${state}: make a new one with keys create.`
          })
        const old = {
          ...found,
          expiresAt: endsSooner(found.expiresAt, DateTime.addDuration(now, given.overlap))
        }
        const issued = yield* issueKey({
          name: found.name,
          createdAt: now,
          expiresAt: Option.getOrElse(asked, () => sameLife(found, now)),
          scopes: found.scopes,
          registrations: found.registrations,
          rate: found.rate,
          concurrency: found.concurrency
        })
        return {
          keys: [...keys.map((key) => (key === found ? old : key)), issued.record],
          outcome: { issued, old }
        }
      })
    ).pipe(Effect.catchTag("InvalidKeysFile", (error) => Effect.fail(asWrongUsage(error))))
    yield* showIssued(issued)
    yield* Console.error(`The old key ${old.id} ends at ${showEnd(old.expiresAt)}.`)
  })
).pipe(
  Command.withDescription(
    "Make a key with the name, scopes, registrations and limits of another, which ends after a while"
  ),
  Command.withExamples([
    {
      command: "bill-status-http keys rotate 4Fq8ZtY1mC --overlap 7d",
      description: "A week to change over; one that leaked is revoked instead"
    }
  ])
)
