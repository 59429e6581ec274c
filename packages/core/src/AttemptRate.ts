/**
 * The rate at which AOPay is asked, all references together. Whoever waits for a turn stands in line; who
 * leaves the line takes nothing from those behind.
 */
import { Clock, Duration, Effect, Semaphore } from "effect"
import { RateLimiter } from "effect/persistence"
import type { Turns } from "./Turns.ts"

/** `limit` attempts in each `window` on average, and at most `limit` at once. */
export interface AttemptRate {
  readonly limit: number
  readonly window: Duration.Duration
}

/** Turns at this rate. */
export const turnsAt = Effect.fnUntraced(function* (rate: AttemptRate) {
  const limiter = yield* RateLimiter.make
  const line = yield* Semaphore.make(1)
  const millisPerTurn = Duration.toMillis(rate.window) / rate.limit
  let waiting = 0

  const first = (latest: number): Effect.Effect<boolean> =>
    limiter.consume({ key: "aopay", algorithm: "token-bucket", onExceeded: "fail", ...rate }).pipe(
      Effect.as(true),
      Effect.catch(({ reason }) =>
        reason._tag === "RateLimitExceeded"
          ? Effect.flatMap(Clock.currentTimeMillis, (now) =>
              now + Duration.toMillis(reason.retryAfter) < latest
                ? Effect.delay(first(latest), reason.retryAfter)
                : Effect.succeed(false)
            )
          : Effect.die(reason)
      )
    )

  const standInLine = (latest: number, now: number): Effect.Effect<boolean> =>
    Effect.sync(() => {
      waiting += 1
    }).pipe(
      Effect.andThen(line.withPermits(1)(first(latest))),
      Effect.timeoutOrElse({
        duration: Duration.millis(latest - now),
        orElse: () => Effect.succeed(false)
      }),
      Effect.ensuring(
        Effect.sync(() => {
          waiting -= 1
        })
      )
    )

  const turns: Turns = {
    take: (latest) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) =>
        now + waiting * millisPerTurn < latest ? standInLine(latest, now) : Effect.succeed(false)
      ),
    end: () => undefined
  }
  return turns
})
