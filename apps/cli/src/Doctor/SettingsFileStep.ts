/** The settings file: where it is, which profile is in use and who chose it, and who else can read it. */
import { builtInProfiles, type ProfileFile } from "../Settings/ProfileFile.ts"
import type { Settings } from "../Settings/SettingFlags.ts"
import { settingNames } from "../Settings/SettingNames.ts"
import { type Finding, ok, warn } from "./Step.ts"

const profileInUse = ({ file, profile }: Settings): string => {
  if (profile === undefined) return "no profile in use"
  const chosenBy = profile.chosenBy === "file" ? "the file itself" : profile.chosenBy
  const builtIn = !file.profiles.has(profile.profile) && builtInProfiles.has(profile.profile)
  return `profile ${profile.profile}${builtIn ? " (built in)" : ""}, chosen by ${chosenBy}`
}

const secretsIn = ({ profiles }: ProfileFile): ReadonlyArray<string> =>
  settingNames
    .filter(
      ({ secret, variable }) =>
        secret && [...profiles.values()].some((profile) => profile.has(variable))
    )
    .map(({ key }) => key)

const othersMayRead = 0o077

/** A file with a secret in it is its owner's alone. Windows has no such modes. */
export const settingsFileStep = (settings: Settings): Finding => {
  const { mode, path } = settings.file
  const inUse = profileInUse(settings)
  if (mode === null) return ok(`${path} is not there; ${inUse}`)
  const secrets = secretsIn(settings.file)
  const found = `${path}; ${inUse}`
  if (secrets.length === 0) return ok(`${found}; it holds no secret`)
  const held = `${found}; it holds ${secrets.join(" and ")}`
  return (mode & othersMayRead) === 0 || process.platform === "win32"
    ? ok(`${held}, for you alone`)
    : warn(`${held}, and others can read it (mode ${mode.toString(8)})`, `chmod 600 ${path}`)
}
