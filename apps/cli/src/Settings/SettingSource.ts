/** Where settings come from, first to last: a flag, the environment, a profile. */
import type { InvalidSetting } from "@bill-payment-status/core"
import { Config, ConfigProvider, Effect, Option } from "effect"
import { settingNames, settingOfKey, type SettingName } from "./SettingNames.ts"

/** Settings that were given in one place, by variable. */
export interface SettingSource {
  /** For people, e.g. `the environment`. */
  readonly name: string
  /** Where this one was given, for people, e.g. `--base-url`. */
  readonly placeOf: (setting: SettingName) => string
  readonly values: ReadonlyMap<string, string>
}

/** The text of every flag that stands for a setting, by its key. */
export interface GivenFlags {
  readonly [key: string]: string | undefined
}

/** What was given on the command line. */
export const flagSource = (flags: GivenFlags): SettingSource => ({
  name: "a flag",
  placeOf: ({ key }) => `--${key}`,
  values: new Map(
    Object.entries(flags).flatMap(([key, value]) => {
      const variable = settingOfKey(key)?.variable
      return variable === undefined || value === undefined ? [] : [[variable, value] as const]
    })
  )
})

/** What stands in the environment; an empty variable counts as left out. */
export const environmentSource: Effect.Effect<SettingSource> = Effect.map(
  Effect.forEach(settingNames, ({ variable }) =>
    Config.option(Config.String(variable)).pipe(
      Effect.orElseSucceed(() => Option.none<string>()),
      Effect.map(Option.map((value) => [variable, value] as const))
    )
  ),
  (given) => ({
    name: "the environment",
    placeOf: ({ variable }) => variable,
    values: new Map(given.flatMap(Option.toArray))
  })
)

/** The first source that gives this setting. */
export const sourceOf = (
  sources: ReadonlyArray<SettingSource>,
  { variable }: SettingName
): SettingSource | undefined => sources.find(({ values }) => values.has(variable))

/** Reads each setting from the first source that gives it, and all else from the environment. */
export const settingProvider = (
  sources: ReadonlyArray<SettingSource>
): ConfigProvider.ConfigProvider => {
  const env: Record<string, string> = {}
  for (const { values } of sources.toReversed()) Object.assign(env, Object.fromEntries(values))
  return ConfigProvider.orElse(
    ConfigProvider.fromEnv({ env, preserveEmptyStrings: true }),
    ConfigProvider.fromEnv()
  )
}

/** How else a setting can be given, or where the wrong one is, as a sentence. */
export const hintFor = (
  { setting }: InvalidSetting,
  sources: ReadonlyArray<SettingSource>
): string => {
  const row = settingNames.find(({ variable }) => variable === setting)
  if (row === undefined) return ""
  const source = sourceOf(sources, row)
  if (source === undefined)
    return row.flag
      ? ` The flag --${row.key} does the same, and ${row.key} in a profile.`
      : ` ${row.key} in a profile does the same.`
  const place = source.placeOf(row)
  return place === row.variable ? "" : ` It was given by ${place}.`
}
