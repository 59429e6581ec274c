/** Which keys file a command is about, and the keys in it. */
import { Setting } from "@bill-payment-status/core"
import { WrongUsage } from "@bill-payment-status/program"
import { Effect, Option, Schema } from "effect"
import { Flag } from "effect/cli"
import { type InvalidKeysFile, keysFileSetting } from "./KeysFile.ts"

/** `--file`. */
export const fileFlag = Flag.String("file").pipe(
  Flag.withMetavar("FILE"),
  Flag.withDescription(`The keys file; instead of ${keysFileSetting.name}`),
  Flag.withSchema(Schema.NonEmptyString),
  Flag.optional
)

/** The flag's, or the setting's. */
export const keysFileOf = Effect.fnUntraced(function* (given: Option.Option<string>) {
  if (Option.isSome(given)) return given.value
  const set = yield* Setting.readOptional(keysFileSetting)
  if (Option.isSome(set)) return set.value
  return yield* new WrongUsage({
    message: `No keys file is named: give --file FILE, or set ${keysFileSetting.name}.`
  })
})

/** A file that holds no keys must be seen to by whoever runs the command. */
export const asWrongUsage = ({ message }: InvalidKeysFile): WrongUsage =>
  new WrongUsage({ message })
