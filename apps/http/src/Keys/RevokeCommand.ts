/** `bill-status-http keys revoke`. */
import { Console, DateTime, Effect } from "effect"
import { Argument, Command } from "effect/cli"
import { findKey } from "./findKey.ts"
import { updateKeysFile } from "./KeysFile.ts"
import { asWrongUsage, fileFlag, keysFileOf } from "./KeysFileFlag.ts"

/** Ends a key at once. */
export const revokeCommand = Command.make(
  "revoke",
  {
    id: Argument.String("id").pipe(Argument.withDescription("The id of the key, not the key")),
    file: fileFlag
  },
  Effect.fn("bill-status-http.keys.revoke")(function* (given) {
    const file = yield* keysFileOf(given.file)
    const now = yield* DateTime.now
    const before = yield* updateKeysFile(
      file,
      Effect.fnUntraced(function* (keys) {
        const outcome = yield* Effect.fromResult(findKey(file, keys, given.id))
        const revoked = { ...outcome, revokedAt: outcome.revokedAt ?? now }
        return { keys: keys.map((key) => (key === outcome ? revoked : key)), outcome }
      })
    ).pipe(Effect.catchTag("InvalidKeysFile", (error) => Effect.fail(asWrongUsage(error))))
    yield* Console.error(
      before.revokedAt === null
        ? `The key ${before.id} of ${before.name} is revoked. Servers that run refuse it within two seconds.`
        : `The key ${before.id} of ${before.name} was revoked already, at ${DateTime.formatIso(before.revokedAt)}.`
    )
  })
).pipe(
  Command.withDescription("End a key at once, for good"),
  Command.withExamples([
    {
      command: "bill-status-http keys revoke 4Fq8ZtY1mC",
      description: "A key that leaked; keys list tells the ids"
    }
  ])
)
