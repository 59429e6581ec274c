/**
 * How AOPay is asked. From the outside in:
 *
 * 1. one flight per (registration, reference), and a smallest gap between asking twice: meanwhile the
 *    last answer is given again, its `checkedAt` unchanged;
 * 2. a circuit breaker, which counts one outcome per call;
 * 3. retries of what asking again can cure, until the deadline;
 * 4. a rate limit, or the `Turns` that are provided;
 * 5. a timeout for each attempt.
 */
import { Context, Duration, Effect, Layer } from "effect"
import { CircuitBreaker, RateLimiter } from "effect/persistence"
import { type AttemptRate, turnsAt } from "./AttemptRate.ts"
import type { Ask } from "./CallPolicy/Ask.ts"
import { type CircuitOptions, throughCircuit } from "./CallPolicy/Circuit.ts"
import { inFlights } from "./CallPolicy/Flights.ts"
import { untilDeadline } from "./CallPolicy/Retries.ts"
import { Turns } from "./Turns.ts"

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
  /** Over all references. Default: no limit. Without effect where `Turns` are provided. */
  readonly rate: AttemptRate | undefined
  /** Opens for `openFor` at `threshold` failures among the last `calls`. Default: 0.8 of 50, 15 seconds. */
  readonly breaker: CircuitOptions
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

/** Asks under the call policy in force. */
export const applyCallPolicy = Effect.fnUntraced(function* (ask: Ask) {
  const policy = yield* CallPolicy
  const turns =
    (yield* Turns) ?? (policy.rate === undefined ? undefined : yield* turnsAt(policy.rate))
  const guarded = yield* throughCircuit(untilDeadline(ask, policy, turns), policy.breaker)
  return inFlights(guarded, policy.gap)
})

/** What `applyCallPolicy` keeps its counts in: this process's memory. */
export const layerPolicyMemory = Layer.merge(
  RateLimiter.layerStoreMemory,
  CircuitBreaker.layerStoreMemory()
)
