/**
 * Ends an attempt that takes too long. All attempts with one timeout share a sleeper, as most end long
 * before it and a fiber for each is dear.
 */
import { Clock, Duration, Effect, Exit, Fiber } from "effect"
import type { ValidInquiry } from "../Inquiry.ts"
import { type InquiryError, ProviderTimeout } from "../InquiryError.ts"
import type { PaymentStatus } from "../PaymentStatus.ts"
import type { Ask } from "./Ask.ts"

const nanosPerMilli = 1_000_000

/** An attempt on its way. */
interface Attempt {
  readonly fiber: Fiber.Fiber<PaymentStatus, InquiryError>
  /** On the clock that is never set. */
  readonly endsAt: number
  tookTooLong: boolean
}

const millisOf = (clock: Clock.Clock): number =>
  Number(clock.monotonicTimeNanosUnsafe()) / nanosPerMilli

const monotonicMillis = Effect.clockWith((clock) => Effect.succeed(millisOf(clock)))

/** Fails with `ProviderTimeout` when an attempt takes longer. */
export const withTimeout = (
  ask: Ask,
  timeout: Duration.Duration,
  within = `within ${Duration.format(timeout)}`
): Ask => {
  const timeoutMillis = Duration.toMillis(timeout)
  /** In the order in which they end. */
  const attempts = new Set<Attempt>()
  let sleeper: Fiber.Fiber<void> | undefined

  const timedOut = ({ referenceId }: ValidInquiry) =>
    Exit.fail(
      new ProviderTimeout({ referenceId, asked: true, message: `No complete answer ${within}.` })
    )

  const endTheLate = (now: number): void => {
    for (const attempt of attempts) {
      if (attempt.endsAt > now) return
      attempts.delete(attempt)
      attempt.tookTooLong = true
      attempt.fiber.interruptUnsafe()
    }
  }

  const sleep: Effect.Effect<void> = Effect.flatMap(monotonicMillis, (now) => {
    endTheLate(now)
    const [first] = attempts
    if (first !== undefined) return Effect.delay(sleep, Duration.millis(first.endsAt - now))
    sleeper = undefined
    return Effect.void
  })

  const begin = (inquiry: ValidInquiry, asker: Fiber.Fiber<unknown, unknown>): Attempt => {
    const endsAt = millisOf(asker.getRef(Clock.Clock)) + timeoutMillis
    const fiber = Effect.runForkWith(asker.context)(ask(inquiry))
    const attempt = { fiber, endsAt, tookTooLong: false }
    if (fiber.pollUnsafe() === undefined) {
      attempts.add(attempt)
      sleeper ??= Effect.runForkWith(asker.context)(sleep)
    }
    return attempt
  }

  const ended = (attempt: Attempt): void => {
    attempts.delete(attempt)
    if (attempts.size > 0) return
    sleeper?.interruptUnsafe()
    sleeper = undefined
  }

  return (inquiry) =>
    Effect.withFiber((asker) =>
      // No interruption comes between beginning an attempt and waiting for it.
      Effect.callback((resume) => {
        const attempt = begin(inquiry, asker)
        attempt.fiber.addObserver((told) => {
          ended(attempt)
          resume(attempt.tookTooLong ? timedOut(inquiry) : told)
        })
        return Fiber.interrupt(attempt.fiber)
      })
    )
}
