/** What it takes to call AOPay: host, who asks, secret, zone. */
import { type DateTime, Effect, Option, Redacted, Schema } from "effect"
import { redactRegistration, RegistrationId } from "../RegistrationId.ts"
import { readOptional, readOr, readRequired } from "../Setting.ts"
import { indiaTime } from "../ZonelessDate.ts"

/** The `AOPAY_…` settings, read. */
export interface AopaySettings {
  /** Scheme, host and, behind a proxy, a path prefix. */
  readonly baseUrl: URL
  readonly registrationId: Redacted.Redacted<RegistrationId>
  /** Sent as `api-key` where there is one. */
  readonly apiKey: Option.Option<Redacted.Redacted>
  /** The zone of AOPay's zoneless dates. */
  readonly timeZone: DateTime.TimeZone
}

/** The host of AOPay's page. */
export const productionUrl = "https://api.aopay.co.in"

const BaseUrl = Schema.URLFromString.check(
  Schema.makeFilter(
    ({ hash, password, protocol, search, username }) =>
      ["http:", "https:"].includes(protocol) && `${username}${password}${search}${hash}` === ""
  )
)

const HeaderValue = Schema.String.check(Schema.isPattern(/^[\x21-\x7e]+$/))

const baseUrl = {
  name: "AOPAY_BASE_URL",
  schema: BaseUrl,
  expected: `an http or https address without credentials or query, e.g. ${productionUrl}`
}

const registrationId = {
  name: "AOPAY_REGISTRATION_ID",
  schema: RegistrationId,
  expected: "the registration id that AOPay gave you, e.g. AOP-554"
}

const apiKey = {
  name: "AOPAY_API_KEY",
  schema: HeaderValue,
  expected: "the key that AOPay gave you: visible ASCII characters without spaces"
}

const timeZone = {
  name: "AOPAY_TIME_ZONE",
  schema: Schema.TimeZoneFromString,
  expected: "an IANA time zone, e.g. Asia/Kolkata"
}

/** Reads the `AOPAY_…` settings from the current `ConfigProvider`; by default the environment. */
export const loadAopaySettings = Effect.gen(function* () {
  return {
    baseUrl: yield* readOr(baseUrl, new URL(productionUrl)),
    registrationId: redactRegistration(yield* readRequired(registrationId)),
    apiKey: Option.map(yield* readOptional(apiKey), (key) =>
      Redacted.make(key, { label: "api key" })
    ),
    timeZone: yield* readOr<DateTime.TimeZone>(timeZone, indiaTime)
  } satisfies AopaySettings
})
