/**
 * Keeps questions from AOPay for a while when too many failed. Effect's own store of circuits decides; it
 * is asked directly, as `CircuitBreaker.execute` opens a scope and a fiber region for each call.
 */
import { Duration, Effect, Exit, Result, Scope } from "effect"
import { CircuitBreaker } from "effect/persistence"
import type { ValidInquiry } from "../Inquiry.ts"
import { CircuitOpen, type InquiryError } from "../InquiryError.ts"
import type { PaymentStatus } from "../PaymentStatus.ts"
import type { Ask } from "./Ask.ts"

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
const outcomeOf = (exit: Exit.Exit<PaymentStatus, InquiryError>): CircuitBreaker.Outcome["_tag"] =>
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

const stateNames = { Closed: "closed", HalfOpen: "half-open", Open: "open" } as const

/** One outcome for each question, its retries included. */
export const throughCircuit = Effect.fnUntraced(function* (ask: Ask, options: CircuitOptions) {
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
  const admit = Scope.provide(store.admit(key), scope)
  const guarded: Ask = (inquiry) =>
    Effect.uninterruptibleMask((restore) =>
      Effect.matchEffect(admit, {
        onFailure: (refused) => Effect.fail(notAsked(inquiry, refused)),
        onSuccess: ({ generation, transition }) => {
          tell(transition)
          return Effect.onExit(restore(ask(inquiry)), (exit) =>
            Effect.map(
              Effect.orDie(
                store.record({ key, generation, outcome: outcomeOf(exit), tripPolicy, openFor })
              ),
              tell
            )
          )
        }
      })
    )
  return guarded
})
