/** `bill-status-http keys create`. */
import { Scope } from "@bill-payment-status/http-api"
import { RegistrationId } from "@bill-payment-status/core"
import { RateText, WrongUsage } from "@bill-payment-status/program"
import { Array, DateTime, Effect, Option, Redacted, Schema } from "effect"
import { Command, Flag } from "effect/cli"
import { expiryFlags, expiryOf } from "./ExpiryFlags.ts"
import { issueKey, showIssued } from "./IssuedKey.ts"
import { Concurrency, KeyName } from "./KeyRecord.ts"
import { updateKeysFile } from "./KeysFile.ts"
import { asWrongUsage, fileFlag, keysFileOf } from "./KeysFileFlag.ts"
import { usualScopes } from "./usualScopes.ts"

const flags = {
  name: Flag.String("name").pipe(
    Flag.withDescription("Who the key is for, e.g. a team or a service"),
    Flag.withSchema(KeyName)
  ),
  scopes: Flag.Literals("scope", Scope.literals).pipe(
    Flag.withDescription("What it may be used for; can be repeated (all but admin)"),
    Flag.atLeast(0)
  ),
  registrations: Flag.String("registration").pipe(
    Flag.withMetavar("ID"),
    Flag.withDescription("A registration id it may ask as; can be repeated (the gateway's own)"),
    Flag.atLeast(0)
  ),
  ...expiryFlags,
  rate: Flag.String("rate").pipe(
    Flag.withMetavar("N/UNIT"),
    Flag.withDescription("How often it may ask, e.g. 50/s or 600/min (no limit)"),
    Flag.withSchema(RateText),
    Flag.optional
  ),
  concurrency: Flag.Int("concurrency").pipe(
    Flag.withMetavar("N"),
    Flag.withDescription("How many questions of it are answered at a time (no limit)"),
    Flag.withSchema(Concurrency),
    Flag.optional
  ),
  file: fileFlag
}

/** Never repeats what was given. */
const readRegistrations = (given: ReadonlyArray<string>) =>
  Effect.fromOption(Schema.decodeOption(Schema.Array(RegistrationId))(given)).pipe(
    Effect.mapBoth({
      onFailure: () =>
        new WrongUsage({
          message: "--registration must be 1 to 64 characters, none of them a control character."
        }),
      onSuccess: (ids) =>
        Array.dedupe(ids).map((id) => Redacted.make(id, { label: "registration id" }))
    })
  )

/** Makes a key. */
export const createCommand = Command.make(
  "create",
  flags,
  Effect.fn("bill-status-http.keys.create")(function* (given) {
    const file = yield* keysFileOf(given.file)
    const now = yield* DateTime.now
    const issued = yield* issueKey({
      name: given.name,
      createdAt: now,
      expiresAt: Option.getOrNull(yield* expiryOf(given, now)),
      scopes: Array.isReadonlyArrayNonEmpty(given.scopes)
        ? Array.dedupe(given.scopes)
        : usualScopes,
      registrations: yield* readRegistrations(given.registrations),
      rate: Option.getOrNull(given.rate),
      concurrency: Option.getOrNull(given.concurrency)
    })
    yield* updateKeysFile(file, (keys) =>
      Effect.succeed({ keys: [...keys, issued.record], outcome: undefined })
    ).pipe(Effect.catchTag("InvalidKeysFile", (error) => Effect.fail(asWrongUsage(error))))
    yield* showIssued(issued)
  })
).pipe(
  Command.withDescription("Make a key; it is printed once, and only its hash is kept"),
  Command.withExamples([
    {
      command: "bill-status-http keys create --name billing --expires-in 90d",
      description: "A key for three months, in the file of BILL_STATUS_KEYS_FILE"
    },
    {
      command:
        "bill-status-http keys create --name report --scope batch --rate 50/s --file keys.json",
      description: "Only for many at once, 50 times a second"
    }
  ])
)
