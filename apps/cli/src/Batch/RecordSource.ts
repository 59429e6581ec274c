/** Whose answers a run gets, and how they are written: an answer of one run may be told in another like it. */
import { Config, Effect } from "effect"
import { createHash } from "node:crypto"
import { type SettingKey, settingOfKey } from "../Settings/SettingNames.ts"

export interface RecordSource {
  readonly baseUrl: string
  readonly layer: string
  readonly timeZone: string
  /** A digest of the registration id: AOPay tells each only of its own payments. */
  readonly registration: string
  /** Whether account numbers are whole. */
  readonly unmasked: boolean
}

const inForce = (key: SettingKey) => {
  const { fallback, variable } = settingOfKey(key)
  return Config.String(variable).pipe(Config.withDefault(fallback ?? ""))
}

const digest = (text: string): string =>
  createHash("sha256").update(`bill-status ${text}`).digest("hex").slice(0, 16)

/** By the settings in force. */
export const readRecordSource = Effect.fnUntraced(function* (unmasked: boolean) {
  return {
    baseUrl: yield* inForce("base-url"),
    layer: yield* inForce("layer"),
    timeZone: yield* inForce("time-zone"),
    registration: digest(yield* inForce("registration-id")),
    unmasked
  } satisfies RecordSource
}, Effect.orDie)
