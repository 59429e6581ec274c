/** Whose answers a run gets, and how they are written: an answer of one run may be told in another like it. */
import { Config, Effect } from "effect"
import { createHash } from "node:crypto"
import { type SettingKey, settingOfKey } from "../Settings/SettingNames.ts"

/** Compared in this order. */
export interface RecordSource {
  readonly layer: string
  /** Empty for the stub, which asks nobody. */
  readonly baseUrl: string
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

const normalised = (address: string): string =>
  URL.canParse(address) ? new URL(address).href : address

/** By the settings in force. */
export const readRecordSource = Effect.fnUntraced(function* (unmasked: boolean) {
  const layer = yield* inForce("layer")
  return {
    layer,
    baseUrl: layer === "stub" ? "" : normalised(yield* inForce("base-url")),
    timeZone: yield* inForce("time-zone"),
    registration: digest(yield* inForce("registration-id")),
    unmasked
  } satisfies RecordSource
}, Effect.orDie)

const kind = "bill-status"

/** What a record of this source begins with. */
export const firstLine = (source: RecordSource): string =>
  JSON.stringify({ record: kind, ...source })

/** A file that is no record, or another source's. */
export class WrongRecord extends Error {}

/** What stands in this line, counted from 1, does not belong into a record. */
export const notARecord = (line: number): WrongRecord =>
  new WrongRecord(`is no record of bill-status (line ${line}); give it a file of its own`)

const readObject = (line: string): { readonly [key: string]: unknown } => {
  try {
    return { ...JSON.parse(line) }
  } catch {
    return {}
  }
}

/** Throws `WrongRecord` unless a record that begins with this line is of this source. */
export const checkSource = (line: string, source: RecordSource): void => {
  const { record, ...found } = readObject(line)
  if (record !== kind) throw notARecord(1)
  for (const [name, ours] of Object.entries(source))
    if (found[name] !== ours)
      throw new WrongRecord(
        name === "registration"
          ? "was kept for another registration id; give it a file of its own"
          : `was kept with ${name} ${String(found[name])}, and this run has ${ours}; give it a file of its own`
      )
}
