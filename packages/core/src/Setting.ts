/** One setting: its name, what it must be, and the error that says so. */
import { Config, Effect, Option, Schema } from "effect"

/** A setting is missing or malformed. The message names it and says what to set; it never repeats a value. */
export class InvalidSetting extends Schema.TaggedError<InvalidSetting>()("InvalidSetting", {
  /** The name of the environment variable. */
  setting: Schema.String,
  message: Schema.String
}) {}

/** What a setting is called and what it must be. */
export interface Setting<A> {
  readonly name: string
  readonly schema: Schema.ConstraintCodec<A, string>
  /** Follows "Set it to", e.g. `a port number, e.g. 4010`. */
  readonly expected: string
}

/** Reads a setting that may be left out; from the environment, an empty value counts as left out. */
export const readOptional = <A>({
  expected,
  name,
  schema
}: Setting<A>): Effect.Effect<Option.Option<A>, InvalidSetting> =>
  Config.option(Config.schema(schema, name)).pipe(
    Effect.mapError(
      () =>
        new InvalidSetting({
          setting: name,
          message: `${name} is not valid. Set it to ${expected}.`
        })
    )
  )

/** Reads a setting that has a default. */
export const readOr = <A>(setting: Setting<A>, fallback: A): Effect.Effect<A, InvalidSetting> =>
  Effect.map(
    readOptional(setting),
    Option.getOrElse(() => fallback)
  )

/** Reads a setting that must be given. */
export const readRequired = <A>(setting: Setting<A>): Effect.Effect<A, InvalidSetting> =>
  Effect.flatMap(
    readOptional(setting),
    Option.match({
      onNone: () =>
        Effect.fail(
          new InvalidSetting({
            setting: setting.name,
            message: `${setting.name} is not set. Set it to ${setting.expected}.`
          })
        ),
      onSome: Effect.succeed
    })
  )
