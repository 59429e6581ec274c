import { assert, describe, it } from "@effect/vitest"
import { ConfigProvider, DateTime, Effect, Option, Redacted } from "effect"
import { loadAopaySettings, productionUrl } from "../../src/Provider/AopaySettings.ts"
import { inspect } from "node:util"

const load = (env: Record<string, string>) =>
  loadAopaySettings.pipe(
    Effect.provideService(ConfigProvider.ConfigProvider, ConfigProvider.fromEnv({ env }))
  )

const registration = { AOPAY_REGISTRATION_ID: "AOP-554" }

describe("the settings", () => {
  it.effect("default to production and India time, without a key", () =>
    Effect.gen(function* () {
      const settings = yield* load(registration)
      assert.strictEqual(settings.baseUrl.origin, productionUrl)
      assert.strictEqual(Redacted.value(settings.registrationId), "AOP-554")
      assert.deepStrictEqual(settings.apiKey, Option.none())
      assert.strictEqual(DateTime.zoneToString(settings.timeZone), "+05:30")
    })
  )

  it.effect("come from the environment", () =>
    Effect.gen(function* () {
      const settings = yield* load({
        ...registration,
        AOPAY_BASE_URL: "http://127.0.0.1:4010/team",
        AOPAY_API_KEY: "k-1",
        AOPAY_TIME_ZONE: "UTC"
      })
      assert.strictEqual(settings.baseUrl.href, "http://127.0.0.1:4010/team")
      assert.strictEqual(Option.getOrNull(Option.map(settings.apiKey, Redacted.value)), "k-1")
      assert.strictEqual(DateTime.zoneToString(settings.timeZone), "UTC")
    })
  )

  it.effect("print no secret", () =>
    Effect.gen(function* () {
      const settings = yield* load({ ...registration, AOPAY_API_KEY: "k-secret" })
      const shown = inspect(settings) + JSON.stringify(settings)
      assert.notInclude(shown, "AOP-554")
      assert.notInclude(shown, "k-secret")
    })
  )

  it.effect("without a registration are an error that says what to set", () =>
    Effect.gen(function* () {
      for (const env of [{}, { AOPAY_REGISTRATION_ID: "" }]) {
        const error = yield* Effect.flip(load(env))
        assert.strictEqual(error.setting, "AOPAY_REGISTRATION_ID")
        assert.match(error.message, /^AOPAY_REGISTRATION_ID is not set\. Set it to /)
      }
    })
  )

  it.effect.each([
    ["AOPAY_BASE_URL", "aopay"],
    ["AOPAY_BASE_URL", "ftp://aopay.test"],
    ["AOPAY_BASE_URL", "https://user:hunter2@aopay.test"],
    ["AOPAY_BASE_URL", "https://aopay.test/?key=hunter2"],
    ["AOPAY_REGISTRATION_ID", "hunter2".repeat(10)],
    ["AOPAY_API_KEY", "hunter2\nx-other: 1"],
    ["AOPAY_TIME_ZONE", "Mars/hunter2"]
  ] as const)("that are not valid are named and not repeated: %s=%j", ([name, value]) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(load({ ...registration, [name]: value }))
      assert.strictEqual(error.setting, name)
      assert.include(error.message, `${name} is not valid. Set it to `)
      assert.notInclude(error.message, "hunter2")
    })
  )
})
