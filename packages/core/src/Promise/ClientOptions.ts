/** What a client is made with. */
import { ConfigProvider, Duration, Effect, Layer, Result } from "effect"
import { BillPaymentStatus } from "../BillPaymentStatus.ts"
import { CallPolicy } from "../CallPolicy.ts"
import { LateFlipWindow } from "../Finality.ts"
import { loadAopaySettings } from "../Provider/AopaySettings.ts"
import { defined, given, knownOptions, milliseconds, share, wholeFrom } from "./Option.ts"

/** For `createClient`. Only `registrationId` must be given. */
export interface ClientOptions {
  /** The registration id that AOPay gave you. */
  readonly registrationId: string
  /** Default: AOPay's production host. */
  readonly baseUrl?: string | URL
  /** Sent as the header `api-key`. */
  readonly apiKey?: string
  /** The zone of AOPay's dates. Default: `Asia/Kolkata`. */
  readonly timeZone?: string
  /** For one attempt, in milliseconds. Default: 10 000. */
  readonly timeout?: number
  /** For one reference over all attempts, in milliseconds. Default: 30 000. */
  readonly deadline?: number
  /** Attempts after the first; 0 means none. Default: 3. */
  readonly retries?: number
  /** The first wait between two attempts, doubled each time, in milliseconds. Default: 200. */
  readonly backoff?: number
  /**
   * The smallest time between asking twice about one reference, in milliseconds: meanwhile the last
   * answer is given again, its `checkedAt` unchanged. 0 means none. Default: 1000.
   */
  readonly gap?: number
  /**
   * `limit` attempts in each `window` of milliseconds on average, and at most `limit` at once, over all
   * references. Default: no limit.
   */
  readonly rate?: { readonly limit: number; readonly window: number }
  /**
   * Asks nothing for `openFor` milliseconds once `threshold` (a share of 1) of the last `calls` failed.
   * Default: 0.8 of 50, 15 000.
   */
  readonly breaker?: {
    readonly threshold: number
    readonly calls: number
    readonly openFor: number
  }
  /** How long after it was added a Paid may still turn into Refunded, in milliseconds. Default: 5 days. */
  readonly lateFlipWindow?: number
  /** Account numbers whole instead of masked. Default: false. */
  readonly unmasked?: boolean
}

const optionNames: { readonly [setting: string]: string } = {
  AOPAY_BASE_URL: "baseUrl",
  AOPAY_REGISTRATION_ID: "registrationId",
  AOPAY_API_KEY: "apiKey",
  AOPAY_TIME_ZONE: "timeZone"
}

const settingsOf = ({ apiKey, baseUrl, registrationId, timeZone }: Partial<ClientOptions>) =>
  ConfigProvider.fromEnv({
    env: defined({
      AOPAY_BASE_URL: given(baseUrl, String),
      AOPAY_REGISTRATION_ID: registrationId,
      AOPAY_API_KEY: apiKey,
      AOPAY_TIME_ZONE: timeZone
    }),
    preserveEmptyStrings: true
  })

/** Throws, naming the option, when the settings cannot be used. */
const checkSettings = (settings: ConfigProvider.ConfigProvider): void => {
  const loaded = Effect.runSync(
    Effect.result(Effect.provideService(loadAopaySettings, ConfigProvider.ConfigProvider, settings))
  )
  if (Result.isSuccess(loaded)) return
  const { message, setting } = loaded.failure
  throw new TypeError(message.replace(setting, optionNames[setting] ?? setting))
}

type Rate = NonNullable<ClientOptions["rate"]>
type Breaker = NonNullable<ClientOptions["breaker"]>

const policyOf = ({
  backoff,
  breaker,
  deadline,
  gap,
  rate,
  retries,
  timeout
}: Partial<ClientOptions>) =>
  CallPolicy.layer(
    defined({
      attemptTimeout: given(timeout, (value) => milliseconds("timeout", value)),
      deadline: given(deadline, (value) => milliseconds("deadline", value)),
      retries: given(retries, (value) => wholeFrom(0, "retries", value)),
      backoff: given(backoff, (value) => milliseconds("backoff", value)),
      gap: given(gap, (value) => (value === 0 ? Duration.zero : milliseconds("gap", value))),
      rate: given(rate, (value) => {
        const known = knownOptions<Rate>("rate", value, { limit: true, window: true })
        return {
          limit: wholeFrom(1, "rate.limit", known.limit),
          window: milliseconds("rate.window", known.window)
        }
      }),
      breaker: given(breaker, (value) => {
        const known = knownOptions<Breaker>("breaker", value, {
          threshold: true,
          calls: true,
          openFor: true
        })
        return {
          threshold: share("breaker.threshold", known.threshold),
          calls: wholeFrom(1, "breaker.calls", known.calls),
          openFor: milliseconds("breaker.openFor", known.openFor)
        }
      })
    })
  )

const lateFlipWindowOf = ({ lateFlipWindow }: Partial<ClientOptions>) =>
  lateFlipWindow === undefined
    ? Layer.empty
    : Layer.succeed(LateFlipWindow, milliseconds("lateFlipWindow", lateFlipWindow))

const names: Record<keyof ClientOptions, true> = {
  registrationId: true,
  baseUrl: true,
  apiKey: true,
  timeZone: true,
  timeout: true,
  deadline: true,
  retries: true,
  backoff: true,
  gap: true,
  rate: true,
  breaker: true,
  lateFlipWindow: true,
  unmasked: true
}

/** Live as the options say, but for the transport. Throws a `TypeError` that names an unusable one. */
export const layerClient = (unchecked: ClientOptions) => {
  const options = knownOptions<ClientOptions>("createClient", unchecked, names)
  const settings = settingsOf(options)
  checkSettings(settings)
  return BillPaymentStatus.layer.pipe(
    Layer.provide([
      policyOf(options),
      lateFlipWindowOf(options),
      Layer.succeed(ConfigProvider.ConfigProvider, settings)
    ])
  )
}
