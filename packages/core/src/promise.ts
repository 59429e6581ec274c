/**
 * The same questions for teams that do not use Effect: promises, async iterables and `AbortSignal`, and
 * plain objects in and out. Sends with the built-in `fetch`.
 */
import {
  Cause,
  ConfigProvider,
  Duration,
  Effect,
  Exit,
  Layer,
  ManagedRuntime,
  Result,
  Stream
} from "effect"
import { FetchHttpClient } from "effect/http"
import { BillPaymentStatus } from "./BillPaymentStatus.ts"
import { CallPolicy } from "./CallPolicy.ts"
import type { GaveUpWaiting, InquiryError, NotStanding } from "./InquiryError.ts"
import { type PaymentStatus, type PaymentStatusJson, paymentStatusToJson } from "./PaymentStatus.ts"
import { loadAopaySettings } from "./Provider/AopaySettings.ts"
import type { Verdict } from "./Verdict.ts"

export interface ClientOptions {
  /** The registration id that AOPay gave you. */
  readonly registrationId: string
  /** Default: AOPay's production host. */
  readonly baseUrl?: string
  /** Sent as the header `api-key`. */
  readonly apiKey?: string
  /** The zone of AOPay's dates. Default: `Asia/Kolkata`. */
  readonly timeZone?: string
  /** For one attempt, in milliseconds. Default: 10 000. */
  readonly timeout?: number
  /** For one reference over all attempts, in milliseconds. Default: 30 000. */
  readonly deadline?: number
  /** Attempts after the first. Default: 3. */
  readonly retries?: number
  /** Account numbers whole instead of masked. Default: false. */
  readonly unmasked?: boolean
}

export interface CallOptions {
  readonly signal?: AbortSignal
}

export interface ManyOptions extends CallOptions {
  /** How many references to ask about at a time. Default: 8. */
  readonly concurrency?: number
}

export interface TrackOptions extends CallOptions {
  /** `final` follows a Paid until its late-flip window has passed. Default: `final`. */
  readonly until?: "paid" | "final"
  /** Milliseconds. Default: 5 days. */
  readonly giveUpAfter?: number
  /** Milliseconds between two questions, instead of the schedule by age. */
  readonly interval?: number
}

/** What went wrong; `code` is the name of the error, e.g. `InvalidSignature`. */
export interface ClientError {
  readonly code: (InquiryError | NotStanding | GaveUpWaiting)["_tag"]
  readonly referenceId: string
  readonly responseCode: number | null
  readonly httpStatus: number | null
  readonly message: string
  readonly retry: "now" | "later" | "never"
  /** What a person should do. */
  readonly advice: string
  /** The payment status, where `check` or `track` has one. */
  readonly status: PaymentStatusJson | null
}

export type Answer =
  | { readonly ok: true; readonly status: PaymentStatusJson }
  | { readonly ok: false; readonly error: ClientError }

export type Change =
  | {
      readonly ok: true
      /** The payment status, with the verdict before. */
      readonly status: PaymentStatusJson & { readonly previous: Verdict | null }
    }
  | { readonly ok: false; readonly error: ClientError }

/** Promises resolve to an answer, also to a failed one; they reject only when aborted or misused. */
export interface Client {
  /** Ok while the payment stands (Paid or Pending). */
  readonly check: (referenceId: string, options?: CallOptions) => Promise<Answer>
  /** Ok with every verdict. */
  readonly inspect: (referenceId: string, options?: CallOptions) => Promise<Answer>
  /** One answer for each reference, in order, in constant memory. */
  readonly inspectMany: (
    referenceIds: Iterable<string> | AsyncIterable<string>,
    options?: ManyOptions
  ) => AsyncIterable<Answer & { readonly referenceId: string }>
  /** Changes until nothing more is expected to change; ends after an answer that is not ok. */
  readonly track: (referenceId: string, options?: TrackOptions) => AsyncIterable<Change>
  /** Ends what is under way and lets connections go. */
  readonly close: () => Promise<void>
}

const optionNames: { readonly [setting: string]: string } = {
  AOPAY_BASE_URL: "baseUrl",
  AOPAY_REGISTRATION_ID: "registrationId",
  AOPAY_API_KEY: "apiKey",
  AOPAY_TIME_ZONE: "timeZone"
}

const settingsOf = ({ apiKey, baseUrl, registrationId, timeZone }: ClientOptions) => {
  const given = {
    AOPAY_BASE_URL: baseUrl,
    AOPAY_REGISTRATION_ID: registrationId,
    AOPAY_API_KEY: apiKey,
    AOPAY_TIME_ZONE: timeZone
  }
  const env: Record<string, string> = {}
  for (const [name, value] of Object.entries(given)) if (value !== undefined) env[name] = value
  return ConfigProvider.fromEnv({ env, preserveEmptyStrings: true })
}

const milliseconds = (name: string, value: number): Duration.Duration => {
  if (!(value > 0 && Number.isFinite(value)))
    throw new TypeError(`${name} must be a positive number of milliseconds.`)
  return Duration.millis(value)
}

const policyOf = ({ deadline, retries, timeout }: ClientOptions) => {
  if (retries !== undefined && !(Number.isSafeInteger(retries) && retries >= 0))
    throw new TypeError("retries must be a whole number from 0.")
  return CallPolicy.layer({
    ...(timeout === undefined ? {} : { attemptTimeout: milliseconds("timeout", timeout) }),
    ...(deadline === undefined ? {} : { deadline: milliseconds("deadline", deadline) }),
    ...(retries === undefined ? {} : { retries })
  })
}

/** Throws, naming the option, when the settings cannot be used. */
const checkSettings = (settings: ConfigProvider.ConfigProvider): void => {
  const loaded = Effect.runSync(
    Effect.result(Effect.provideService(loadAopaySettings, ConfigProvider.ConfigProvider, settings))
  )
  if (Result.isSuccess(loaded)) return
  const { message, setting } = loaded.failure
  throw new TypeError(message.replace(setting, optionNames[setting] ?? setting))
}

const misused = (cause: unknown): Error =>
  new TypeError("The references could not be read.", { cause })

const untilAborted = (signal: AbortSignal | undefined): Effect.Effect<void> =>
  Effect.callback((resume) => {
    const abort = () => resume(Effect.void)
    if (signal?.aborted === true) abort()
    signal?.addEventListener("abort", abort, { once: true })
    return Effect.sync(() => signal?.removeEventListener("abort", abort))
  })

/** A client of AOPay. Throws a `TypeError` that names the option when one cannot be used. */
export const createClient = (options: ClientOptions): Client => {
  const settings = settingsOf(options)
  checkSettings(settings)
  const runtime = ManagedRuntime.make(
    BillPaymentStatus.layer.pipe(
      Layer.provide([
        FetchHttpClient.layer,
        policyOf(options),
        Layer.succeed(ConfigProvider.ConfigProvider, settings)
      ])
    )
  )
  const closing = new AbortController()
  const write = (status: PaymentStatus): PaymentStatusJson =>
    paymentStatusToJson(status, { unmasked: options.unmasked === true })

  const failed = (error: InquiryError | NotStanding | GaveUpWaiting) => {
    const known = "status" in error ? error.status : "last" in error ? error.last : null
    const { _tag, advice, httpStatus, message, referenceId, responseCode, retry } = error
    return {
      ok: false,
      error: {
        code: _tag,
        referenceId,
        responseCode,
        httpStatus,
        message,
        retry,
        advice,
        status: known === null ? null : write(known)
      }
    } as const
  }
  const succeeded = (status: PaymentStatus) => ({ ok: true, status: write(status) }) as const

  const ask = async (
    question: Effect.Effect<PaymentStatus, InquiryError | NotStanding, BillPaymentStatus>,
    { signal }: CallOptions = {}
  ): Promise<Answer> => {
    signal?.throwIfAborted()
    closing.signal.throwIfAborted()
    const exit = await runtime.runPromiseExit(
      Effect.match(question, { onFailure: failed, onSuccess: succeeded }),
      signal === undefined ? {} : { signal }
    )
    if (Exit.isSuccess(exit)) return exit.value
    signal?.throwIfAborted()
    closing.signal.throwIfAborted()
    throw Cause.squash(exit.cause)
  }

  async function* iterate<A>(
    answers: Stream.Stream<A, never, BillPaymentStatus>,
    signal: AbortSignal | undefined
  ): AsyncGenerator<A, void, undefined> {
    const throwIfStopped = (): void => {
      signal?.throwIfAborted()
      closing.signal.throwIfAborted()
    }
    throwIfStopped()
    const context = await runtime.context()
    const stopped = Effect.raceFirst(untilAborted(signal), untilAborted(closing.signal))
    yield* Stream.toAsyncIterableWith(Stream.interruptWhen(answers, stopped), context)
    throwIfStopped()
  }

  return {
    check: (referenceId, callOptions) =>
      ask(
        BillPaymentStatus.use(({ check }) => check({ referenceId })),
        callOptions
      ),
    inspect: (referenceId, callOptions) =>
      ask(
        BillPaymentStatus.use(({ inspect }) => inspect({ referenceId })),
        callOptions
      ),
    inspectMany: (referenceIds, { concurrency, signal } = {}) => {
      if (concurrency !== undefined && !(Number.isSafeInteger(concurrency) && concurrency > 0))
        throw new TypeError("concurrency must be a whole number from 1.")
      const references =
        Symbol.asyncIterator in referenceIds
          ? Stream.fromAsyncIterable(referenceIds, misused)
          : Stream.fromIterable(referenceIds)
      const results = Stream.unwrap(
        BillPaymentStatus.useSync(({ inspectMany }) =>
          inspectMany(
            Stream.map(references, (referenceId) => ({ referenceId })),
            concurrency === undefined ? {} : { concurrency }
          )
        )
      ).pipe(
        Stream.map(({ referenceId, result }) => ({
          referenceId,
          ...Result.match(result, { onFailure: failed, onSuccess: succeeded })
        })),
        Stream.orDie
      )
      return iterate(results, signal)
    },
    track: (referenceId, { giveUpAfter, interval, signal, until } = {}) => {
      const policy = {
        ...(until === undefined ? {} : { until }),
        ...(giveUpAfter === undefined
          ? {}
          : { giveUpAfter: milliseconds("giveUpAfter", giveUpAfter) }),
        ...(interval === undefined ? {} : { interval: milliseconds("interval", interval) })
      }
      const changes = Stream.unwrap(
        BillPaymentStatus.useSync(({ track }) => track({ referenceId }, policy))
      ).pipe(
        Stream.map(({ previous, status }): Change => ({
          ok: true,
          status: { ...write(status), previous }
        })),
        Stream.catch((error) => Stream.make<Array<Change>>(failed(error)))
      )
      return iterate(changes, signal)
    },
    close: () => {
      closing.abort(new Error("The client is closed."))
      return runtime.dispose()
    }
  }
}
