/** The flags that stand for settings, and running a command with all settings in force. */
import { InvalidSetting, type Setting } from "@bill-payment-status/core"
import { environments, type WrongUsage } from "@bill-payment-status/program"
import { Config, ConfigProvider, Console, Effect, type FileSystem, Option, Schema } from "effect"
import { Flag } from "effect/cli"
import { concurrency, deadline, rate, timeout } from "./CallSettings.ts"
import {
  chooseProfile,
  type ChosenProfile,
  type ProfileFile,
  profilePath,
  readProfileFile
} from "./ProfileFile.ts"
import { type SettingKey, settingNames, settingOfKey } from "./SettingNames.ts"
import {
  environmentSource,
  flagSource,
  hintFor,
  settingProvider,
  type SettingSource,
  sourceOf
} from "./SettingSource.ts"

const describe = (key: SettingKey): string => {
  const { fallback, variable, what } = settingOfKey(key)
  return `${what}; instead of ${variable}${fallback === null ? "" : ` (${fallback})`}`
}

const settingFlag = (key: SettingKey, metavar: string) =>
  Flag.String(key).pipe(Flag.withMetavar(metavar), Flag.withDescription(describe(key)))

/** Says at once what is wrong, and in the flag's name. */
const checked = <A>({ expected, schema }: Setting.Setting<A>) => {
  const read = Schema.decodeUnknownOption(schema)
  return Flag.filter(
    (text: string) => Option.isSome(read(text)),
    () => expected
  )
}

/** Who is asked, and how. */
export const settingFlags = {
  profile: Flag.String("profile").pipe(
    Flag.withMetavar("NAME"),
    Flag.withDescription("Settings of config.toml under this name; mock is built in"),
    Flag.optional
  ),
  "base-url": settingFlag("base-url", "URL").pipe(Flag.optional),
  "registration-id": settingFlag("registration-id", "ID").pipe(Flag.optional),
  layer: Flag.Literals("layer", environments).pipe(
    Flag.withDescription(describe("layer")),
    Flag.optional
  ),
  timeout: settingFlag("timeout", "DURATION").pipe(checked(timeout), Flag.optional),
  rate: settingFlag("rate", "N/UNIT").pipe(checked(rate), Flag.optional)
}

/** For one question; `track` has a deadline of another kind. */
export const deadlineFlag = {
  deadline: settingFlag("deadline", "DURATION").pipe(checked(deadline), Flag.optional)
}

/** For many references. */
export const concurrencyFlag = {
  concurrency: settingFlag("concurrency", "N").pipe(checked(concurrency), Flag.optional)
}

/** What was given on the command line; keys that stand for no setting are passed over. */
export type GivenSettings = {
  readonly profile: Option.Option<string>
} & { readonly [key in SettingKey]?: Option.Option<string> }

/** All that is known of the settings. */
export interface Settings {
  readonly file: ProfileFile
  readonly profile: ChosenProfile | undefined
  /** First to last. */
  readonly sources: ReadonlyArray<SettingSource>
}

const variable = (name: string) =>
  Config.option(Config.String(name)).pipe(
    Effect.map(Option.getOrUndefined),
    Effect.orElseSucceed(() => undefined)
  )

/** Reads the flags, the environment and the settings file. */
export const readSettings = Effect.fnUntraced(function* (given: GivenSettings) {
  const file = yield* readProfileFile(profilePath(yield* variable("XDG_CONFIG_HOME")))
  const profile = yield* Effect.fromResult(
    chooseProfile(file, {
      flag: Option.getOrUndefined(given.profile),
      environment: yield* variable("BILL_STATUS_PROFILE")
    })
  )
  const flags = settingNames.flatMap(({ key }) =>
    Option.toArray(given[key] ?? Option.none()).map((value) => [key, value] as const)
  )
  return {
    file,
    profile,
    sources: [
      flagSource(Object.fromEntries(flags)),
      yield* environmentSource,
      ...(profile === undefined ? [] : [profile])
    ]
  } satisfies Settings
})

/** The variables that keep a profile asked for by its flag from having its way. */
export const overridden = ({ profile, sources }: Settings): ReadonlyArray<string> =>
  profile?.chosenBy === "--profile"
    ? settingNames.flatMap((setting) =>
        profile.values.has(setting.variable) &&
        sourceOf(sources, setting)?.name === "the environment"
          ? [setting.variable]
          : []
      )
    : []

/** Runs a command with its settings: from its flags first, then the environment, then the profile. */
export const withSettings =
  (given: GivenSettings) =>
  <A, E, R>(
    command: Effect.Effect<A, E | InvalidSetting, R>
  ): Effect.Effect<A, E | InvalidSetting | WrongUsage, R | FileSystem.FileSystem> =>
    Effect.gen(function* () {
      const settings = yield* readSettings(given)
      const { profile, sources } = settings
      const names = overridden(settings)
      if (names.length > 0)
        yield* Console.error(
          `bill-status: the environment wins over ${profile?.name}: ${names.join(", ")}.`
        )
      return yield* command.pipe(
        Effect.mapError((error) =>
          error instanceof InvalidSetting
            ? new InvalidSetting({
                setting: error.setting,
                message: error.message + hintFor(error, sources)
              })
            : error
        ),
        Effect.provideService(ConfigProvider.ConfigProvider, settingProvider(sources))
      )
    })
