/** All steps of the way to AOPay, one after the other, each told as it ends. */
import { AopaySettings, CallPolicy } from "@bill-payment-status/core"
import { ConfigProvider, Effect, Option } from "effect"
import { layerCallPolicy } from "../Settings/CallSettings.ts"
import { type GivenSettings, readSettings } from "../Settings/SettingFlags.ts"
import { settingProvider } from "../Settings/SettingSource.ts"
import { clockStep, inquiryStep, nobodysReference } from "./InquirySteps.ts"
import { nameStep, tcpStep } from "./NetworkSteps.ts"
import { nodeStep } from "./NodeStep.ts"
import { proxyStep } from "./ProxyStep.ts"
import { settingsFileStep } from "./SettingsFileStep.ts"
import { settingsStep } from "./SettingsStep.ts"
import { fail, type Finding, Impasse, skip, type Step, type StepName, stepNames } from "./Step.ts"
import { tlsStep } from "./TlsStep.ts"

type Tell = (step: Step) => Effect.Effect<void>

const readAllSettings = (given: GivenSettings) =>
  readSettings(given).pipe(
    Effect.mapError(
      ({ message }) =>
        new Impasse({
          finding: fail(64, message, "Correct the file, or the name of the profile.")
        })
    )
  )

/** Tells of every step, also of those that have become pointless. */
export const examine = Effect.fnUntraced(function* (
  given: GivenSettings & { readonly reference: Option.Option<string> },
  tell: Tell
) {
  let at = 0
  const done = (step: StepName, finding: Finding) => {
    at = stepNames.indexOf(step) + 1
    return tell({ step, ...finding })
  }
  const skipRest = (reason: string) =>
    Effect.forEach(stepNames.slice(at), (step) => done(step, skip(reason)), { discard: true })

  const walk = Effect.gen(function* () {
    yield* done("node", nodeStep(process.versions.node))
    const settings = yield* readAllSettings(given)
    yield* done("file", settingsFileStep(settings))
    const { finding, next } = yield* settingsStep(settings)
    yield* done("settings", finding)
    if (next.stub) return yield* skipRest("with the layer stub nothing is asked")

    yield* Effect.gen(function* () {
      const { baseUrl } = yield* AopaySettings.loadAopaySettings
      const { attemptTimeout } = yield* Effect.provide(CallPolicy, layerCallPolicy)
      const proxied = yield* proxyStep(baseUrl, process.env)
      yield* done("proxy", proxied.finding)
      yield* done("name", yield* nameStep(proxied.next, attemptTimeout))
      yield* done("tcp", yield* tcpStep(proxied.next, attemptTimeout))
      yield* done("tls", yield* tlsStep(proxied.next, attemptTimeout))
      const inquired = yield* inquiryStep(Option.getOrElse(given.reference, () => nobodysReference))
      yield* done("inquiry", inquired.finding)
      yield* done("clock", clockStep(inquired.heard))
    }).pipe(Effect.provideService(ConfigProvider.ConfigProvider, settingProvider(settings.sources)))
  })

  yield* walk.pipe(
    Effect.catchTag("Impasse", ({ finding }) => {
      const step = stepNames[at] ?? "clock"
      return Effect.andThen(done(step, finding), skipRest(`${step} must be mended first`))
    })
  )
})
