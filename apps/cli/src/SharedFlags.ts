/** The flags every command takes. One that stands for a setting wins over the environment. */
import { CallPolicy, DurationText, InvalidSetting } from "@bill-payment-status/core"
import { environments } from "@bill-payment-status/program"
import { ConfigProvider, type Duration, Effect, type Layer, Option, Schema } from "effect"
import { Flag } from "effect/cli"

/** A flag that reads `2s`, `500ms` or `3 days`. */
export const durationFlag = (name: string, description: string) =>
  Flag.String(name).pipe(
    Flag.withMetavar("DURATION"),
    Flag.withDescription(description),
    Flag.withSchema(DurationText),
    Flag.optional
  )

export const sharedFlags = {
  registrationId: Flag.String("registration-id").pipe(
    Flag.withDescription("Who asks; instead of AOPAY_REGISTRATION_ID"),
    Flag.optional
  ),
  baseUrl: Flag.String("base-url").pipe(
    Flag.withDescription("Where to ask; instead of AOPAY_BASE_URL"),
    Flag.optional
  ),
  layer: Flag.Literals("layer", environments).pipe(
    Flag.withDescription("live asks AOPay, stub gives fixed answers without a network"),
    Flag.optional
  ),
  output: Flag.Literals("output", ["table", "json", "ndjson", "csv"]).pipe(
    Flag.withDescription("table for people; json, ndjson and csv for programs"),
    Flag.withDefault("table")
  ),
  from: Flag.String("from").pipe(
    Flag.withMetavar("FILE|-"),
    Flag.withDescription("Read references from a file or standard input, one a line"),
    Flag.optional
  ),
  concurrency: Flag.Int("concurrency").pipe(
    Flag.withDescription("How many references to ask about at a time; 8 unless told otherwise"),
    Flag.withSchema(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1000 }))),
    Flag.withDefault(8)
  ),
  timeout: durationFlag(
    "timeout",
    'For one attempt, e.g. 2s or "500 millis"; 10s unless told otherwise'
  ),
  deadline: durationFlag(
    "deadline",
    "For one reference over all attempts; 30s unless told otherwise"
  ),
  unmasked: Flag.Boolean("unmasked").pipe(
    Flag.withDescription("Print account numbers whole"),
    Flag.withDefault(false)
  )
}

interface SettingFlags {
  readonly registrationId: Option.Option<string>
  readonly baseUrl: Option.Option<string>
  readonly layer: Option.Option<string>
}

/** The setting each flag stands for. */
const settingFlags = [
  { setting: "AOPAY_REGISTRATION_ID", flag: "--registration-id", key: "registrationId" },
  { setting: "AOPAY_BASE_URL", flag: "--base-url", key: "baseUrl" },
  { setting: "BILL_STATUS_LAYER", flag: "--layer", key: "layer" }
] as const

const settingsFrom = (flags: SettingFlags): ConfigProvider.ConfigProvider => {
  const env: Record<string, string> = {}
  for (const { key, setting } of settingFlags)
    if (Option.isSome(flags[key])) env[setting] = flags[key].value
  return ConfigProvider.orElse(
    ConfigProvider.fromEnv({ env, preserveEmptyStrings: true }),
    ConfigProvider.fromEnv()
  )
}

const mentionFlag = (error: InvalidSetting): InvalidSetting => {
  const stands = settingFlags.find(({ setting }) => setting === error.setting)
  return stands === undefined
    ? error
    : new InvalidSetting({
        setting: error.setting,
        message: `${error.message} The flag ${stands.flag} does the same.`
      })
}

/** The call policy with what the flags change. */
export const layerCallPolicy = ({
  deadline,
  timeout
}: {
  readonly deadline: Option.Option<Duration.Duration>
  readonly timeout: Option.Option<Duration.Duration>
}): Layer.Layer<never> =>
  CallPolicy.layer({
    ...(Option.isSome(timeout) ? { attemptTimeout: timeout.value } : {}),
    ...(Option.isSome(deadline) ? { deadline: deadline.value } : {})
  })

/** Reads settings from the flags first, then from the environment. */
export const withSettings =
  (flags: SettingFlags) =>
  <A, E, R>(effect: Effect.Effect<A, E | InvalidSetting, R>) =>
    effect.pipe(
      Effect.mapError((error) => (error instanceof InvalidSetting ? mentionFlag(error) : error)),
      Effect.provideService(ConfigProvider.ConfigProvider, settingsFrom(flags))
    )
