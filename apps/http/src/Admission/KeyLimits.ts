/** What one key may ask at once and in a time. */
import type { AttemptRate } from "@bill-payment-status/core"
import { type Context, Duration, Effect, Result } from "effect"
import type { RateLimiter } from "effect/persistence"
import type { HeaderList } from "../Server/Answer.ts"
import type { Partner } from "./Partner.ts"

/** Whether a request may go on. */
export interface Turn {
  /** The `ratelimit` headers of draft-ietf-httpapi-ratelimit-headers; none without a rate. */
  readonly headers: HeaderList
  /** In whole seconds; undefined when the request may go on. */
  readonly retryAfter: number | undefined
}

const free: Turn = { headers: [], retryAfter: undefined }

const secondsOf = (duration: Duration.Duration): number =>
  Math.max(1, Math.ceil(Duration.toSeconds(duration)))

const headersOf = (
  { limit, window }: AttemptRate,
  remaining: number,
  resetAfter: Duration.Duration
): HeaderList => [
  "ratelimit-policy",
  `"key";q=${limit};w=${secondsOf(window)}`,
  "ratelimit",
  `"key";r=${Math.max(0, remaining)};t=${secondsOf(resetAfter)}`
]

export class KeyLimits {
  readonly #limiter: RateLimiter.RateLimiter
  readonly #runSync: <A, E>(effect: Effect.Effect<A, E>) => A
  readonly #asking = new Map<string, number>()

  /** The context holds the clock that both ways of asking go by. */
  constructor(limiter: RateLimiter.RateLimiter, context: Context.Context<never>) {
    this.#limiter = limiter
    this.#runSync = Effect.runSyncWith(context)
  }

  /** One request of this partner's rate, at once or not at all. */
  take({ id, rate }: Partner): Turn {
    if (rate === null) return free
    const taken = this.#runSync(
      Effect.result(
        this.#limiter.consume({ key: id, algorithm: "token-bucket", onExceeded: "fail", ...rate })
      )
    )
    return Result.match(taken, {
      onSuccess: ({ remaining, resetAfter }) => ({
        headers: headersOf(rate, remaining, resetAfter),
        retryAfter: undefined
      }),
      onFailure: ({ reason }) => {
        const wait = reason._tag === "RateLimitExceeded" ? reason.retryAfter : Duration.seconds(1)
        return { headers: headersOf(rate, 0, wait), retryAfter: secondsOf(wait) }
      }
    })
  }

  /** Waits for one more question of a batch, so that a batch keeps to the rate too. */
  pace({ id, rate }: Partner): Effect.Effect<void> {
    if (rate === null) return Effect.void
    return this.#limiter
      .consume({ key: id, algorithm: "token-bucket", onExceeded: "delay", ...rate })
      .pipe(
        Effect.flatMap(({ delay }) => Effect.sleep(delay)),
        Effect.orDie
      )
  }

  /** Begins a request; undefined when as many are being answered as may be. */
  begin({ concurrency, id }: Partner): (() => void) | undefined {
    if (concurrency === null) return () => undefined
    const asking = this.#asking.get(id) ?? 0
    if (asking >= concurrency) return undefined
    this.#asking.set(id, asking + 1)
    return () => {
      const left = (this.#asking.get(id) ?? 1) - 1
      if (left === 0) this.#asking.delete(id)
      else this.#asking.set(id, left)
    }
  }
}
