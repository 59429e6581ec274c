/** The flags every command takes. One that stands for a setting wins over the environment. */
import { InvalidSetting } from "@bill-payment-status/core"
import { environments } from "@bill-payment-status/program"
import { ConfigProvider, Effect, Option } from "effect"
import { Flag } from "effect/cli"

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
  output: Flag.Literals("output", ["table", "json"]).pipe(
    Flag.withDescription("table for people, json for programs"),
    Flag.withDefault("table")
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

/** Reads settings from the flags first, then from the environment. */
export const withSettings =
  (flags: SettingFlags) =>
  <A, E, R>(effect: Effect.Effect<A, E | InvalidSetting, R>) =>
    effect.pipe(
      Effect.mapError((error) => (error instanceof InvalidSetting ? mentionFlag(error) : error)),
      Effect.provideService(ConfigProvider.ConfigProvider, settingsFrom(flags))
    )
