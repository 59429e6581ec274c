/** Every setting, one row each: its variable, its key in a profile (which is its flag too), and its default. */
import { AopaySettings } from "@bill-payment-status/core"

/** One setting. */
export interface SettingName {
  readonly variable: string
  readonly key: string
  /** Whether `--key` stands for it. What must not be read from a list of processes has none. */
  readonly flag: boolean
  /** As text, for people; null where it must be given. */
  readonly fallback: string | null
  /** Never shown. */
  readonly secret: boolean
  readonly what: string
}

/** In the order they are listed. */
export const settingNames = [
  {
    variable: "AOPAY_BASE_URL",
    key: "base-url",
    flag: true,
    fallback: AopaySettings.productionUrl,
    secret: false,
    what: "Where to ask"
  },
  {
    variable: "AOPAY_REGISTRATION_ID",
    key: "registration-id",
    flag: true,
    fallback: null,
    secret: true,
    what: "Who asks"
  },
  {
    variable: "AOPAY_API_KEY",
    key: "api-key",
    flag: false,
    fallback: "none",
    secret: true,
    what: "The key AOPay gave you, if any"
  },
  {
    variable: "AOPAY_TIME_ZONE",
    key: "time-zone",
    flag: false,
    fallback: "Asia/Kolkata",
    secret: false,
    what: "The zone of AOPay's dates"
  },
  {
    variable: "BILL_STATUS_LAYER",
    key: "layer",
    flag: true,
    fallback: "live",
    secret: false,
    what: "live asks AOPay, stub gives fixed answers without a network"
  },
  {
    variable: "BILL_STATUS_TIMEOUT",
    key: "timeout",
    flag: true,
    fallback: "10s",
    secret: false,
    what: 'For one attempt, e.g. 2s or "500 millis"'
  },
  {
    variable: "BILL_STATUS_DEADLINE",
    key: "deadline",
    flag: true,
    fallback: "30s",
    secret: false,
    what: "For one question over all attempts"
  },
  {
    variable: "BILL_STATUS_CONCURRENCY",
    key: "concurrency",
    flag: true,
    fallback: "8",
    secret: false,
    what: "How many references to ask about at a time, at most 1000"
  },
  {
    variable: "BILL_STATUS_RATE",
    key: "rate",
    flag: true,
    fallback: "no limit",
    secret: false,
    what: "Questions to AOPay, e.g. 50/s or 600/min"
  }
] as const satisfies ReadonlyArray<SettingName>

/** The key of a setting. */
export type SettingKey = (typeof settingNames)[number]["key"]

const byKey = new Map<string, SettingName>(settingNames.map((row) => [row.key, row]))

/** The setting with this key, if there is one. */
export function settingOfKey(key: SettingKey): SettingName
export function settingOfKey(key: string): SettingName | undefined
export function settingOfKey(key: string): SettingName | undefined {
  return byKey.get(key)
}
