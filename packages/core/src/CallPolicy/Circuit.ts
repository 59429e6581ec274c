/**
 * Keeps questions from AOPay for a while when too many failed. Effect's own store of circuits decides; it
 * is asked directly, as `CircuitBreaker.execute` opens a scope and a fiber region for each call.
 */
import { type Cause, type Context, Duration, Effect, Exit, Result, Scope } from "effect"
import { CircuitBreaker } from "effect/persistence"
import type { ValidInquiry } from "../Inquiry.ts"
import { CircuitOpen } from "../InquiryError.ts"
import type { Begin, Told } from "./Ask.ts"

/** Closed, AOPay is asked; open, it is not; half open, one question tries whether it is back. */
export type CircuitState = "closed" | "half-open" | "open"

/** When the circuit opens, and who is told. */
export interface CircuitOptions {
  readonly threshold: number
  readonly calls: number
  readonly openFor: Duration.Duration
  /** Told at once when the circuit changes; it begins closed. */
  readonly onChange?: ((state: CircuitState) => void) | undefined
}

const key = "aopay"

/** What a call tells about AOPay's health; a refusal with a code is an answer like any other. */
const outcomeOf = (exit: Told): CircuitBreaker.Outcome["_tag"] =>
  Result.match(Exit.findError(exit), {
    onFailure: (notAnError) => (Exit.isSuccess(notAnError) ? "Success" : "Ignored"),
    onSuccess: (error) => {
      if (error._tag === "ProviderUnreachable") return "Failure"
      if (error._tag === "ProviderTimeout") return error.asked ? "Failure" : "Ignored"
      if (error._tag === "ProviderUnavailable")
        return error.httpStatus === 429 ? "Ignored" : "Failure"
      return error.responseCode === null ? "Ignored" : "Success"
    }
  })

const notAsked = (
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

const refuse = (inquiry: ValidInquiry, cause: Cause.Cause<CircuitBreaker.CircuitBreakerError>) =>
  Effect.mapError(Effect.failCause(cause), (refused) => notAsked(inquiry, refused))

const stateNames = { Closed: "closed", HalfOpen: "half-open", Open: "open" } as const

/** The store is in memory and answers without waiting. */
const atOnce = <A, E>(
  effect: Effect.Effect<A, E>,
  context: Context.Context<never>
): Exit.Exit<A, E> =>
  Effect.runForkWith(context)(effect).pollUnsafe() ?? Exit.die("The store of circuits waits.")

const notBegun = { giveUp: Effect.void }

/** One outcome for each question, its retries included. */
export const throughCircuit = Effect.fnUntraced(function* (begin: Begin, options: CircuitOptions) {
  const store = yield* CircuitBreaker.CircuitBreakerStore
  const scope = yield* Effect.scope
  const { onChange, openFor } = options
  const tripPolicy = CircuitBreaker.rate({
    threshold: options.threshold,
    size: options.calls,
    minimumCalls: options.calls
  })
  const tell = (transition: CircuitBreaker.Transition | undefined): void => {
    if (transition !== undefined) onChange?.(stateNames[transition.to])
  }
  const admit = Effect.map(Scope.provide(store.admit(key), scope), ({ generation, transition }) => {
    tell(transition)
    return generation
  })
  const record = (generation: number, told: Told) =>
    Effect.flatMap(
      Effect.orDie(
        store.record({ key, generation, outcome: outcomeOf(told), tripPolicy, openFor })
      ),
      (transition) => {
        tell(transition)
        return told
      }
    )
  const guarded: Begin = (inquiry, context, told) => {
    const admitted = atOnce(admit, context)
    if (Exit.isSuccess(admitted))
      return begin(inquiry, context, (came) => told(atOnce(record(admitted.value, came), context)))
    told(atOnce(refuse(inquiry, admitted.cause), context))
    return notBegun
  }
  return guarded
})
