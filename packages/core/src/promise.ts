/**
 * The same questions for teams that do not use Effect: promises, async iterables and `AbortSignal`, and
 * plain objects in and out. On Node it keeps connections alive; elsewhere it sends with `fetch`.
 */
import { Cause, Effect, Exit, Layer, ManagedRuntime, Result, Stream } from "effect"
import { layerTransport } from "#transport"
import { BillPaymentStatus } from "./BillPaymentStatus.ts"
import type { GaveUpWaiting, InquiryError, NotStanding } from "./InquiryError.ts"
import { type PaymentStatus, type PaymentStatusJson, paymentStatusToJson } from "./PaymentStatus.ts"
import type { Answer, Change } from "./Promise/Answer.ts"
import {
  type CallOptions,
  type ManyOptions,
  type TrackOptions,
  manyOptionsOf,
  callOptionsOf,
  trackOptionsOf
} from "./Promise/CallOptions.ts"
import { type ClientOptions, layerClient } from "./Promise/ClientOptions.ts"

export type { Answer, Change, ClientError } from "./Promise/Answer.ts"
export type { CallOptions, ManyOptions, TrackOptions } from "./Promise/CallOptions.ts"
export type { ClientOptions } from "./Promise/ClientOptions.ts"

/**
 * Promises resolve to an answer, also to a failed one; they reject only when aborted or misused. A call
 * that gives an iterable throws at once when it is misused.
 */
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

const misused = (cause: unknown): Error =>
  new TypeError("The references could not be read.", { cause })

/** Pulled only when needed, and closed when nobody reads on. */
async function* oneByOne<A>(items: Iterable<A> | AsyncIterable<A>): AsyncGenerator<A> {
  yield* items
}

const untilAborted = (signal: AbortSignal | undefined): Effect.Effect<void> =>
  Effect.callback((resume) => {
    const abort = () => resume(Effect.void)
    if (signal?.aborted === true) abort()
    signal?.addEventListener("abort", abort, { once: true })
    return Effect.sync(() => signal?.removeEventListener("abort", abort))
  })

/** A client of AOPay. Throws a `TypeError` that names the option when one cannot be used. */
export const createClient = (options: ClientOptions): Client => {
  const runtime = ManagedRuntime.make(Layer.provide(layerClient(options), layerTransport))
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
        excerpt: "excerpt" in error && error.excerpt !== "" ? error.excerpt : null,
        status: known === null ? null : write(known)
      }
    } as const
  }
  const succeeded = (status: PaymentStatus) => ({ ok: true, status: write(status) }) as const

  const ask = async (
    question: Effect.Effect<PaymentStatus, InquiryError | NotStanding, BillPaymentStatus>,
    { signal }: { readonly signal: AbortSignal | undefined }
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
    check: async (referenceId, options) =>
      ask(
        BillPaymentStatus.use(({ check }) => check({ referenceId })),
        callOptionsOf("check", options)
      ),
    inspect: async (referenceId, options) =>
      ask(
        BillPaymentStatus.use(({ inspect }) => inspect({ referenceId })),
        callOptionsOf("inspect", options)
      ),
    inspectMany: (referenceIds, options) => {
      const { many, signal } = manyOptionsOf(options)
      if (typeof referenceIds === "string")
        throw new TypeError("inspectMany takes many references, e.g. an array, not one text.")
      const references = Stream.fromAsyncIterable(oneByOne(referenceIds), misused)
      const results = Stream.unwrap(
        BillPaymentStatus.useSync(({ inspectMany }) =>
          inspectMany(
            Stream.map(references, (referenceId) => ({ referenceId })),
            many
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
    track: (referenceId, options) => {
      const { policy, signal } = trackOptionsOf(options)
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
