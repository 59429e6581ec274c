/** Every setting in force, where it comes from, and what is wrong with it. */
import { type InvalidSetting, Transport } from "@bill-payment-status/core"
import { layerBillPaymentStatusVia } from "@bill-payment-status/program"
import { ConfigProvider, Effect, Layer, Result } from "effect"
import { layerCallPolicy } from "../Settings/CallSettings.ts"
import {
  type EffectiveSetting,
  effectiveSettings,
  shownValue
} from "../Settings/EffectiveSettings.ts"
import { overridden, type Settings } from "../Settings/SettingFlags.ts"
import { hintFor } from "../Settings/SettingSource.ts"
import { fail, Impasse, ok, type Passed, warn } from "./Step.ts"

const layerSilent = Layer.succeed(Transport, { send: () => Effect.never })

/** Reads all settings as a question would, and asks nothing. */
const readAll = Layer.build(
  Layer.provide(layerBillPaymentStatusVia(layerSilent), layerCallPolicy)
).pipe(Effect.scoped)

const registration = "AOPAY_REGISTRATION_ID"

/** What is wrong with one setting, the others aside. */
const faultOf = ({ setting: { variable }, source, value }: EffectiveSetting) => {
  const given = source === undefined || value === null ? {} : { [variable]: value }
  const others = variable === registration ? {} : { [registration]: "anybody" }
  const env = { ...others, ...given }
  return readAll.pipe(
    Effect.provideService(
      ConfigProvider.ConfigProvider,
      ConfigProvider.fromEnv({ env, preserveEmptyStrings: true })
    ),
    Effect.result,
    Effect.map((read) =>
      Result.isFailure(read) && read.failure.setting === variable ? read.failure : undefined
    )
  )
}

const isStub = (settings: ReadonlyArray<EffectiveSetting>): boolean =>
  settings.some(({ setting, value }) => setting.key === "layer" && value === "stub")

/** With the stub nothing is asked, and these are not read. */
const isOfAopay = ({ setting }: EffectiveSetting): boolean => setting.variable.startsWith("AOPAY_")

interface Checked {
  readonly setting: EffectiveSetting
  readonly fault: InvalidSetting | undefined
}

/** A wrong value is not repeated: it may be a secret in the wrong place. */
const show = ({ fault, setting }: Checked): string => {
  const value = fault === undefined ? shownValue(setting) : "not valid"
  return `${setting.setting.variable}: ${setting.value === null ? setting.where : `${value} (${setting.where})`}`
}

/** Fails where one is needed and cannot be used, and says so of all at once. */
export const settingsStep = Effect.fnUntraced(function* (settings: Settings) {
  const { profile, sources } = settings
  const inForce = effectiveSettings(sources)
  const stub = isStub(inForce)
  const checked = yield* Effect.forEach(inForce, (setting) =>
    Effect.map(faultOf(setting), (fault) => ({ setting, fault }))
  )
  const faults = checked.flatMap(({ fault, setting }) =>
    fault === undefined || (stub && isOfAopay(setting)) ? [] : [fault]
  )
  const found = checked.map(show)
  if (faults.length > 0)
    return yield* new Impasse({
      finding: fail(
        64,
        [`${faults.length} of ${inForce.length} to mend`, ...found],
        faults.map((fault) => fault.message + hintFor(fault, sources))
      )
    })
  const names = overridden(settings)
  const finding =
    names.length === 0
      ? ok(["all can be used", ...found])
      : warn(
          [`the environment wins over ${profile?.name}`, ...found],
          `Unset ${names.join(", ")} if ${profile?.name} is meant.`
        )
  return { finding, next: { stub } } satisfies Passed<{ readonly stub: boolean }>
})
