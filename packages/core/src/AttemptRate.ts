/**
 * The rate at which AOPay is asked, all references together. Whoever waits for a turn stands in line; who
 * leaves the line takes nothing from those behind.
 */
import { Clock, Duration, Effect, Semaphore } from "effect"
import { RateLimiter } from "effect/persistence"

/** `limit` attempts in each `window` on average, and at most `limit` at once. */
export interface AttemptRate {
  readonly limit: number
  readonly window: Duration.Duration
}

/** Waits for a turn; false when there is none before `deadlineAt`, in milliseconds since 1970. */
export type TakeTurn = (deadlineAt: number) => Effect.Effect<boolean>

/** Turns at this rate; without one, all at once. */
export const makeTurns = Effect.fnUntraced(function* (rate: AttemptRate | undefined) {
  const limiter = yield* RateLimiter.make
  const line = yield* Semaphore.make(1)

  const first = (rate: AttemptRate, deadlineAt: number): Effect.Effect<boolean> =>
    limiter.consume({ key: "aopay", algorithm: "token-bucket", onExceeded: "fail", ...rate }).pipe(
      Effect.as(true),
      Effect.catch(({ reason }) =>
        reason._tag === "RateLimitExceeded"
          ? Effect.flatMap(Clock.currentTimeMillis, (now) =>
              now + Duration.toMillis(reason.retryAfter) < deadlineAt
                ? Effect.delay(first(rate, deadlineAt), reason.retryAfter)
                : Effect.succeed(false)
            )
          : Effect.die(reason)
      )
    )

  const takeTurn: TakeTurn = (deadlineAt) =>
    rate === undefined
      ? Effect.succeed(true)
      : Effect.flatMap(Clock.currentTimeMillis, (now) =>
          Effect.timeoutOrElse(line.withPermits(1)(first(rate, deadlineAt)), {
            duration: Duration.millis(deadlineAt - now),
            orElse: () => Effect.succeed(false)
          })
        )
  return takeTurn
})
