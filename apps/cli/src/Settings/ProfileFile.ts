/** The settings file: named profiles in `~/.config/bill-status/config.toml`. */
import { WrongUsage } from "@bill-payment-status/program"
import { Effect, FileSystem, Option, Result } from "effect"
import { Toml } from "effect/encoding"
import { homedir } from "node:os"
import { isAbsolute, join } from "node:path"
import { settingNames, settingOfKey } from "./SettingNames.ts"
import type { SettingSource } from "./SettingSource.ts"

/** Settings under one name, by variable. */
export type Profile = ReadonlyMap<string, string>

/** What the settings file holds. */
export interface ProfileFile {
  readonly path: string
  /** Null when there is no such file. */
  readonly mode: number | null
  /** The profile used where none is asked for. */
  readonly standard: string | null
  readonly profiles: ReadonlyMap<string, Profile>
}

/** Known without a file: the mock server of `npm run dev`. */
export const builtInProfiles: ReadonlyMap<string, Profile> = new Map([
  [
    "mock",
    new Map([
      ["AOPAY_BASE_URL", "http://127.0.0.1:4010"],
      ["AOPAY_REGISTRATION_ID", "AOP-554"]
    ])
  ]
])

/** Used where neither a flag nor the environment nor the file names one. */
const defaultProfile = "default"

/** The file's place, by the XDG base directories. */
export const profilePath = (configHome: string | undefined): string =>
  join(
    configHome !== undefined && isAbsolute(configHome) ? configHome : join(homedir(), ".config"),
    "bill-status",
    "config.toml"
  )

const isTable = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date)

const list = (names: Iterable<string>): string => [...names].join(", ")

const readProfile = (name: string, table: unknown): Result.Result<Profile, string> => {
  if (!isTable(table)) return Result.fail(`profiles.${name} is not a table of settings.`)
  const profile = new Map<string, string>()
  for (const [key, value] of Object.entries(table)) {
    const setting = settingOfKey(key)
    if (setting === undefined)
      return Result.fail(
        `there is no setting "${key}" (profiles.${name}); there are ${list(settingNames.map((row) => row.key))}.`
      )
    if (typeof value !== "string" && typeof value !== "number")
      return Result.fail(`${key} in profiles.${name} must be text, in quotes.`)
    profile.set(setting.variable, String(value))
  }
  return Result.succeed(profile)
}

/** What is wrong and where, but for what stands there: it may be a key. */
const faultIn = (message: string): string => message.replace(/ '.{2,}'/s, "")

const topLevel = new Set(["profile", "profiles"])

const readFile = (
  text: string
): Result.Result<Pick<ProfileFile, "profiles" | "standard">, string> => {
  const parsed = Toml.parse(text)
  if (Result.isFailure(parsed)) return Result.fail(`not TOML: ${faultIn(parsed.failure.message)}.`)
  const { profile: standard = null, profiles: tables = {} } = parsed.success
  const unknown = Object.keys(parsed.success).find((key) => !topLevel.has(key))
  if (unknown !== undefined)
    return Result.fail(`there is no "${unknown}"; a profile is a table such as [profiles.live].`)
  if (standard !== null && typeof standard !== "string")
    return Result.fail("profile must be the name of a profile, in quotes.")
  if (!isTable(tables)) return Result.fail("profiles must hold tables such as [profiles.live].")
  const profiles = new Map<string, Profile>()
  for (const [name, table] of Object.entries(tables)) {
    const profile = readProfile(name, table)
    if (Result.isFailure(profile)) return Result.fail(profile.failure)
    profiles.set(name, profile.success)
  }
  return Result.succeed({ standard, profiles })
}

/** Reads the file at this path; one that is not there has no profile. */
export const readProfileFile = Effect.fnUntraced(function* (path: string) {
  const files = yield* FileSystem.FileSystem
  const cannot = (reason: string) => new WrongUsage({ message: `Cannot read ${path} (${reason}).` })
  const info = yield* files.stat(path).pipe(
    Effect.asSome,
    Effect.catchReason("PlatformError", "NotFound", () => Effect.succeedNone),
    // A home that is no folder, e.g. /dev/null.
    Effect.catchReason("PlatformError", "BadResource", () => Effect.succeedNone),
    Effect.mapError(({ reason }) => cannot(reason._tag))
  )
  if (Option.isNone(info)) return { path, mode: null, standard: null, profiles: new Map() }
  const text = yield* Effect.mapError(files.readFileString(path), ({ reason }) =>
    cannot(reason._tag)
  )
  const read = yield* Effect.fromResult(
    Result.mapError(readFile(text), (problem) => new WrongUsage({ message: `${path}: ${problem}` }))
  )
  return { path, mode: info.value.mode & 0o777, ...read }
})

/** A profile that was chosen, and by what. */
export interface ChosenProfile extends SettingSource {
  readonly profile: string
  readonly chosenBy: "--profile" | "BILL_STATUS_PROFILE" | "file"
}

const unknownProfile = (name: string, { path, profiles }: ProfileFile): WrongUsage => {
  const own = profiles.size === 0 ? "has none" : `has ${list(profiles.keys())}`
  return new WrongUsage({
    message: `There is no profile "${name}": ${path} ${own}; built in: ${list(builtInProfiles.keys())}.`
  })
}

/** The profile that is asked for, or the file's own choice; none where nobody chooses. */
export const chooseProfile = (
  file: ProfileFile,
  asked: { readonly flag: string | undefined; readonly environment: string | undefined }
): Result.Result<ChosenProfile | undefined, WrongUsage> => {
  const standard = file.standard ?? (file.profiles.has(defaultProfile) ? defaultProfile : null)
  const profile = asked.flag ?? asked.environment ?? standard
  if (profile === null) return Result.succeed(undefined)
  const own = file.profiles.get(profile)
  const values = own ?? builtInProfiles.get(profile)
  if (values === undefined) return Result.fail(unknownProfile(profile, file))
  const where = own === undefined ? "built in" : `in ${file.path}`
  const fallback = asked.environment === undefined ? "file" : "BILL_STATUS_PROFILE"
  return Result.succeed({
    name: `profile ${profile}`,
    placeOf: ({ key }) => `${key} of profile ${profile} (${where})`,
    values,
    profile,
    chosenBy: asked.flag === undefined ? fallback : "--profile"
  })
}
