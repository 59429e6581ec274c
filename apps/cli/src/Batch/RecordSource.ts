/** Whose answers a run gets, and how they are written: an answer of one run may be told in another like it. */
import { Config, Effect } from "effect"
import { type SettingKey, settingOfKey } from "../Settings/SettingNames.ts"

export interface RecordSource {
  readonly baseUrl: string
  readonly layer: string
  readonly timeZone: string
  /** Whether account numbers are whole. */
  readonly unmasked: boolean
}

const inForce = (key: SettingKey) => {
  const { fallback, variable } = settingOfKey(key)
  return Config.String(variable).pipe(Config.withDefault(fallback ?? ""))
}

/** By the settings in force. */
export const readRecordSource = Effect.fnUntraced(function* (unmasked: boolean) {
  return {
    baseUrl: yield* inForce("base-url"),
    layer: yield* inForce("layer"),
    timeZone: yield* inForce("time-zone"),
    unmasked
  } satisfies RecordSource
}, Effect.orDie)
