/**
 * How AOPay is asked. From the outside in:
 *
 * 1. one flight per (registration, reference), and a smallest gap between asking twice: meanwhile the
 *    last answer is given again, its `checkedAt` unchanged;
 * 2. a circuit breaker, which counts one outcome per call;
 * 3. retries of what asking again can cure, until the deadline;
 * 4. a rate limit;
 * 5. a timeout for each attempt.
 */
import { Cache, Clock, Context, Duration, Effect, Exit, Layer, Result, Schedule } from "effect"
import { CircuitBreaker, RateLimiter } from "effect/persistence"
import { type AttemptRate, makeTurns, type TakeTurn } from "./AttemptRate.ts"
import type { ValidInquiry } from "./Inquiry.ts"
import { CircuitOpen, type InquiryError, ProviderTimeout, retryAfterOf } from "./InquiryError.ts"
import type { PaymentStatus } from "./PaymentStatus.ts"

/** Every part of the call policy; what is left out of a change stays as it was. */
export interface CallPolicyOptions {
  /** For one attempt: sending, waiting and reading the whole body. Default: 10 seconds. */
  readonly attemptTimeout: Duration.Duration
  /** For one inquiry: all attempts and the waits between them. Default: 30 seconds. */
  readonly deadline: Duration.Duration
  /** Attempts after the first; 0 means none. Default: 3. */
  readonly retries: number
  /** The first wait between two attempts, doubled each time, jittered. Default: 200 milliseconds. */
  readonly backoff: Duration.Duration
  /** The smallest time between asking twice about one reference. Default: 1 second. */
  readonly gap: Duration.Duration
  /** Over all references. Default: no limit. */
  readonly rate: AttemptRate | undefined
  /** Opens for `openFor` at `threshold` failures among the last `calls`. Default: 0.8 of 50, 15 seconds. */
  readonly breaker: {
    readonly threshold: number
    readonly calls: number
    readonly openFor: Duration.Duration
  }
}

/** Read when a layer is built. */
export class CallPolicy extends Context.Reference<CallPolicyOptions>(
  "@bill-payment-status/core/CallPolicy",
  {
    defaultValue: () => ({
      attemptTimeout: Duration.seconds(10),
      deadline: Duration.seconds(30),
      retries: 3,
      backoff: Duration.millis(200),
      gap: Duration.seconds(1),
      rate: undefined,
      breaker: { threshold: 0.8, calls: 50, openFor: Duration.seconds(15) }
    })
  }
) {
  /** The policy in force with some of it changed. */
  static readonly layer = (changes: Partial<CallPolicyOptions>): Layer.Layer<never> =>
    Layer.effect(
      CallPolicy,
      Effect.map(CallPolicy, (policy) => ({ ...policy, ...changes }))
    )
}

/** Asks one valid question and reads the answer. */
export type Ask = (inquiry: ValidInquiry) => Effect.Effect<PaymentStatus, InquiryError>

/** Fails with `ProviderTimeout` when an attempt takes longer. */
export const withTimeout =
  (ask: Ask, timeout: Duration.Duration, within = `within ${Duration.format(timeout)}`): Ask =>
  (inquiry) =>
    Effect.timeoutOrElse(ask(inquiry), {
      duration: timeout,
      orElse: () =>
        Effect.fail(
          new ProviderTimeout({
            referenceId: inquiry.referenceId,
            asked: true,
            message: `No complete answer ${within}.`
          })
        )
    })

const notAsked = ({ referenceId }: ValidInquiry): ProviderTimeout =>
  new ProviderTimeout({
    referenceId,
    asked: false,
    message: "Not asked: the rate limit leaves no turn before the deadline."
  })

const isCurable = (error: InquiryError): boolean =>
  error.retry === "now" ||
  (error._tag === "ProviderUnavailable" && (error.httpStatus === 429 || error.httpStatus === 503))

/** When the next attempt would begin after the deadline, the last one's error stands. */
const retrySchedule = (policy: CallPolicyOptions, deadlineAt: number) =>
  Schedule.exponential(policy.backoff).pipe(
    Schedule.jittered,
    Schedule.setInputType<InquiryError>(),
    Schedule.modifyDelay(({ duration, input }) =>
      Effect.succeed(Duration.max(duration, retryAfterOf(input)))
    ),
    Schedule.while(({ duration, now }) => now + Duration.toMillis(duration) < deadlineAt)
  )

/** Who got a turn with less time left would be cut off, and that would be held against AOPay. */
const leastAttemptMillis = ({ attemptTimeout, deadline }: CallPolicyOptions): number =>
  Math.min(Duration.toMillis(attemptTimeout), Duration.toMillis(deadline) / 2)

const untilDeadline =
  (ask: Ask, policy: CallPolicyOptions, takeTurn: TakeTurn): Ask =>
  (inquiry) =>
    Effect.flatMap(Clock.currentTimeMillis, (startedAt) => {
      const deadlineAt = startedAt + Duration.toMillis(policy.deadline)
      const latestTurn = deadlineAt - leastAttemptMillis(policy)
      let last: InquiryError | undefined
      let hasTurn = true
      const attempt = Effect.gen(function* () {
        hasTurn = yield* takeTurn(latestTurn)
        if (!hasTurn) return yield* last ?? notAsked(inquiry)
        const left = Duration.millis(deadlineAt - (yield* Clock.currentTimeMillis))
        const attempt = Duration.isLessThan(left, policy.attemptTimeout)
          ? withTimeout(ask, left, "before the deadline")
          : withTimeout(ask, policy.attemptTimeout)
        return yield* attempt(inquiry)
      })
      return attempt.pipe(
        Effect.tapError((error) =>
          Effect.sync(() => {
            last = error
          })
        ),
        Effect.retry({
          schedule: retrySchedule(policy, deadlineAt),
          times: policy.retries,
          while: (error) => hasTurn && isCurable(error)
        })
      )
    })

/** What a call tells about AOPay's health; a refusal with a code is an answer like any other. */
const classify = (exit: Exit.Exit<PaymentStatus, InquiryError>): CircuitBreaker.Outcome =>
  Result.match(Exit.findError(exit), {
    onFailure: (notAnError) =>
      Exit.isSuccess(notAnError) ? CircuitBreaker.success : CircuitBreaker.ignored,
    onSuccess: (error) => {
      if (error._tag === "ProviderUnreachable") return CircuitBreaker.failure()
      if (error._tag === "ProviderTimeout")
        return error.asked ? CircuitBreaker.failure() : CircuitBreaker.ignored
      if (error._tag === "ProviderUnavailable")
        return error.httpStatus === 429 ? CircuitBreaker.ignored : CircuitBreaker.failure()
      return error.responseCode === null ? CircuitBreaker.ignored : CircuitBreaker.success
    }
  })

const circuitOpen = (
  { referenceId }: ValidInquiry,
  { reason }: CircuitBreaker.CircuitBreakerError
): CircuitOpen =>
  reason._tag === "CircuitOpen"
    ? new CircuitOpen({
        referenceId,
        message: `AOPay has been failing; it is asked again in ${Duration.format(reason.retryAfter)}.`,
        retryAfter: reason.retryAfter
      })
    : new CircuitOpen({
        referenceId,
        message: "AOPay has been failing; another question is trying whether it is back.",
        retryAfter: null
      })

const guarded =
  (ask: Ask, breaker: CircuitBreaker.CircuitBreaker): Ask =>
  (inquiry) =>
    breaker
      .execute(ask(inquiry), { key: "aopay", classify })
      .pipe(
        Effect.catchTag("CircuitBreakerError", (error) => Effect.fail(circuitOpen(inquiry, error)))
      )

/** What was said is given again for a while; that nothing was says nothing about the next question. */
const isAnswer = (exit: Exit.Exit<PaymentStatus, InquiryError>): boolean =>
  Result.match(Exit.findError(exit), {
    onFailure: Exit.isSuccess,
    onSuccess: ({ _tag, httpStatus }) => httpStatus !== null && _tag !== "ProviderUnreachable"
  })

/** Bounds memory. More flights at once than this are not all shared: some references are asked twice. */
const rememberedAtMost = 5000

/** Asks under the call policy in force. */
export const applyCallPolicy = Effect.fnUntraced(function* (ask: Ask) {
  const policy = yield* CallPolicy
  const { breaker: options, gap } = policy
  const takeTurn = yield* makeTurns(policy.rate)
  const breaker = yield* CircuitBreaker.make({
    tripPolicy: CircuitBreaker.rate({
      threshold: options.threshold,
      size: options.calls,
      minimumCalls: options.calls
    }),
    openDuration: options.openFor
  })
  const flights = yield* Cache.makeWith(guarded(untilDeadline(ask, policy, takeTurn), breaker), {
    capacity: rememberedAtMost,
    timeToLive: (exit) => (isAnswer(exit) ? gap : Duration.zero)
  })
  return (inquiry: ValidInquiry) => Cache.get(flights, inquiry)
})

/** What `applyCallPolicy` keeps its counts in: this process's memory. */
export const layerPolicyMemory = Layer.merge(
  RateLimiter.layerStoreMemory,
  CircuitBreaker.layerStoreMemory()
)
