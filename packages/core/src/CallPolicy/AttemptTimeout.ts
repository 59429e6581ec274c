/**
 * Ends an attempt that takes too long. All attempts with one timeout share a sleeper, as most end long
 * before it and a fiber for each is dear.
 */
import { Clock, type Context, Duration, Effect, Exit, Fiber } from "effect"
import type { ValidInquiry } from "../Inquiry.ts"
import { type InquiryError, ProviderTimeout } from "../InquiryError.ts"
import type { PaymentStatus } from "../PaymentStatus.ts"
import type { Ask, Told } from "./Ask.ts"

const nanosPerMilli = 1_000_000

const millisOf = (clock: Clock.Clock): number =>
  Number(clock.monotonicTimeNanosUnsafe()) / nanosPerMilli

const monotonicMillis = Effect.clockWith((clock) => Effect.succeed(millisOf(clock)))

type AttemptFiber = Fiber.Fiber<unknown, unknown>

/** The fibers that have a timeout, and the sleeper that ends those that are late. */
class Limited {
  /** When each ends, on the clock that is never set; in this order. */
  readonly #endsAt = new Map<AttemptFiber, number>()
  /** Interrupted, and not ended yet. */
  readonly #late = new Set<AttemptFiber>()
  readonly #timeoutMillis: number
  #sleeper: Fiber.Fiber<void> | undefined

  constructor(timeout: Duration.Duration) {
    this.#timeoutMillis = Duration.toMillis(timeout)
  }

  begin(fiber: AttemptFiber): void {
    this.#endsAt.set(fiber, millisOf(fiber.getRef(Clock.Clock)) + this.#timeoutMillis)
    // What is answered at once is never late.
    this.#sleeper ??= Effect.runForkWith(fiber.context)(
      Effect.andThen(Effect.yieldNow, this.#sleep)
    )
  }

  /** Whether it took too long. */
  end(fiber: AttemptFiber): boolean {
    if (!this.#endsAt.delete(fiber)) return this.#late.delete(fiber)
    if (this.#endsAt.size === 0) {
      this.#sleeper?.interruptUnsafe()
      this.#sleeper = undefined
    }
    return false
  }

  readonly #sleep: Effect.Effect<void> = Effect.flatMap(monotonicMillis, (now) => {
    this.#endTheLate(now)
    const [first] = this.#endsAt.values()
    if (first !== undefined) return Effect.delay(this.#sleep, Duration.millis(first - now))
    this.#sleeper = undefined
    return Effect.void
  })

  #endTheLate(now: number): void {
    for (const [fiber, endsAt] of this.#endsAt) {
      if (endsAt > now) return
      this.#endsAt.delete(fiber)
      this.#late.add(fiber)
      fiber.interruptUnsafe()
    }
  }
}

/** Attempts that fail with `ProviderTimeout` when they take longer. */
export interface AttemptTimeout {
  /** In a fiber of its own. */
  readonly ask: Ask
  /** Begins a fiber, whose last effect is to be `inTime`, and tells what it came to. */
  readonly begin: (
    inquiry: ValidInquiry,
    attempt: Effect.Effect<PaymentStatus, InquiryError>,
    context: Context.Context<never>,
    told: (told: Told) => void
  ) => Fiber.Fiber<PaymentStatus, InquiryError>
  /** In a fiber that `begin` began; the time begins with this. */
  readonly inTime: Ask
}

/** The timeout of what `ask` asks. */
export const attemptTimeout = (
  ask: Ask,
  timeout: Duration.Duration,
  within = `within ${Duration.format(timeout)}`
): AttemptTimeout => {
  const limited = new Limited(timeout)

  const timedOut = ({ referenceId }: ValidInquiry) =>
    Exit.fail(
      new ProviderTimeout({ referenceId, asked: true, message: `No complete answer ${within}.` })
    )

  const begin: AttemptTimeout["begin"] = (inquiry, attempt, context, told) => {
    const fiber = Effect.runForkWith(context)(attempt)
    fiber.addObserver((came) => told(limited.end(fiber) ? timedOut(inquiry) : came))
    return fiber
  }

  const inTime: Ask = (inquiry) =>
    Effect.withFiber((fiber) => {
      limited.begin(fiber)
      return ask(inquiry)
    })

  return {
    // No interruption comes between beginning an attempt and waiting for it.
    ask: (inquiry) =>
      Effect.withFiber(({ context }) =>
        Effect.callback((resume) =>
          Fiber.interrupt(begin(inquiry, inTime(inquiry), context, resume))
        )
      ),
    begin,
    inTime
  }
}
