/** `bill-status config list`: every setting in force, and where it comes from. */
import { escapeUnsafe, plainText } from "@bill-payment-status/core"
import { Console, Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { columns } from "@bill-payment-status/program"
import { effectiveSettings, shownValue } from "./Settings/EffectiveSettings.ts"
import { builtInProfiles } from "./Settings/ProfileFile.ts"
import {
  concurrencyFlag,
  deadlineFlag,
  readSettings,
  type Settings,
  settingFlags
} from "./Settings/SettingFlags.ts"

const flags = {
  output: Flag.Literals("output", ["text", "json"]).pipe(
    Flag.withDescription("text for people (default), json for programs"),
    Flag.withDefault("text")
  ),
  ...settingFlags,
  ...deadlineFlag,
  ...concurrencyFlag
}

const asText = ({ file, profile, sources }: Settings): string => {
  const rows = effectiveSettings(sources).map((effective) => [
    effective.setting.variable,
    shownValue(effective),
    effective.where
  ])
  const names = [...file.profiles.keys(), ...builtInProfiles.keys()]
  return [
    ...columns([["SETTING", "VALUE", "FROM"], ...rows]),
    "",
    `Settings file  ${file.path}${file.mode === null ? " (not there)" : ""}`,
    `Profile        ${profile === undefined ? "none" : `${profile.profile}, chosen by ${profile.chosenBy === "file" ? "the file" : profile.chosenBy}`}`,
    `Profiles       ${[...new Set(names)].join(", ")}`
  ]
    .map((line) => plainText(line, Number.POSITIVE_INFINITY))
    .join("\n")
}

const asJson = ({ file, profile, sources }: Settings): string =>
  escapeUnsafe(
    JSON.stringify(
      {
        file: file.path,
        profile: profile?.profile ?? null,
        settings: effectiveSettings(sources).map((effective) => ({
          name: effective.setting.variable,
          value: effective.value === null ? null : shownValue(effective),
          from: effective.where
        }))
      },
      null,
      2
    )
  )

const listCommand = Command.make(
  "list",
  flags,
  Effect.fn("bill-status.config.list")(function* ({ output, ...given }) {
    const settings = yield* readSettings(given)
    yield* Console.log(output === "json" ? asJson(settings) : asText(settings))
  })
).pipe(
  Command.withDescription("List every setting in force and where it comes from; secrets as dots"),
  Command.withExamples([
    { command: "bill-status config list --profile mock", description: "With a profile" }
  ])
)

export const configCommand = Command.make("config").pipe(
  Command.withDescription("Look at the settings"),
  Command.withSubcommands([listCommand])
)
