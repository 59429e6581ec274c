/** What each setting is in the end, and where it comes from. */
import { addressText } from "./addressText.ts"
import type { SettingName } from "./SettingNames.ts"
import { settingNames } from "./SettingNames.ts"
import { type SettingSource, sourceOf } from "./SettingSource.ts"

/** A setting in force. */
export interface EffectiveSetting {
  readonly setting: SettingName
  /** As text, secrets too; null where it must be given and is not. */
  readonly value: string | null
  readonly source: SettingSource | undefined
  /** For people: a flag, a variable, a key of a profile, or the default. */
  readonly where: string
}

/** Every setting, in the order of their table. */
export const effectiveSettings = (
  sources: ReadonlyArray<SettingSource>
): ReadonlyArray<EffectiveSetting> =>
  settingNames.map((setting) => {
    const source = sourceOf(sources, setting)
    return {
      setting,
      value: source?.values.get(setting.variable) ?? setting.fallback,
      source,
      where: source?.placeOf(setting) ?? (setting.fallback === null ? "not set" : "default")
    }
  })

const dots = "•••••"

/** The value for people: secrets as dots, however long they are. */
export const shownValue = ({ setting, source, value }: EffectiveSetting): string => {
  if (setting.secret && source !== undefined) return dots
  return setting.key === "base-url" ? addressText(value ?? "-") : (value ?? "-")
}
