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

const flagNames: { readonly [setting: string]: string } = {
  AOPAY_REGISTRATION_ID: "--registration-id",
  AOPAY_BASE_URL: "--base-url",
  BILL_STATUS_LAYER: "--layer"
}

const settingsFrom = (flags: SettingFlags): ConfigProvider.ConfigProvider => {
  const given = {
    AOPAY_REGISTRATION_ID: flags.registrationId,
    AOPAY_BASE_URL: flags.baseUrl,
    BILL_STATUS_LAYER: flags.layer
  }
  const env = Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) =>
      Option.isSome(value) ? [[name, value.value]] : []
    )
  )
  return ConfigProvider.orElse(
    ConfigProvider.fromEnv({ env, preserveEmptyStrings: true }),
    ConfigProvider.fromEnv()
  )
}

const mentionFlag = (error: InvalidSetting): InvalidSetting => {
  const flag = flagNames[error.name]
  return flag === undefined
    ? error
    : new InvalidSetting({
        name: error.name,
        message: `${error.message} The flag ${flag} does the same.`
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
