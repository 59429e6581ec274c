/**
 * One flight per (registration, reference): who asks meanwhile, or soon after, is told the same. A flight
 * ends with the last who waits for it.
 */
import { Clock, Duration, Effect, Exit, Fiber, Option, Redacted } from "effect"
import type { ValidInquiry } from "../Inquiry.ts"
import type { InquiryError } from "../InquiryError.ts"
import type { PaymentStatus } from "../PaymentStatus.ts"
import type { Ask } from "./Ask.ts"

type Told = Exit.Exit<PaymentStatus, InquiryError>

/** A question on its way, and afterwards what it came to. */
interface Flight {
  readonly fiber: Fiber.Fiber<PaymentStatus, InquiryError>
  waiting: number
  /** Until when it is told, in milliseconds since 1970. */
  until: number
}

/** What was said is given again for a while; that nothing was says nothing about the next question. */
const isAnswer = (told: Told): boolean =>
  Exit.isSuccess(told) ||
  Option.exists(
    Exit.findErrorOption(told),
    ({ _tag, httpStatus }) => httpStatus !== null && _tag !== "ProviderUnreachable"
  )

/** Neither part holds a line feed. */
const keyOf = ({ referenceId, registrationId }: ValidInquiry): string =>
  `${Redacted.value(registrationId)}\n${referenceId}`

/** Bounds memory. More flights at once than this are not all shared: some references are asked twice. */
const rememberedAtMost = 5000

/** Answers are given again until `gap` has passed. */
export const inFlights = (ask: Ask, gap: Duration.Duration): Ask => {
  const gapMillis = Duration.toMillis(gap)
  /** In the order in which they were last asked for. */
  const flights = new Map<string, Flight>()
  /** Stays where it was, so that what is gone is not passed again and again. */
  const longestAgo = flights.keys()

  const remember = (key: string, flight: Flight): void => {
    flights.delete(key)
    flights.set(key, flight)
    if (flights.size <= rememberedAtMost) return
    flights.delete(longestAgo.next().value ?? key)
  }

  const forget = (key: string, flight: Flight): void => {
    if (flights.get(key) === flight) flights.delete(key)
  }

  const begin = (
    key: string,
    inquiry: ValidInquiry,
    asker: Fiber.Fiber<unknown, unknown>,
    clock: Clock.Clock
  ): Flight => {
    const fiber = Effect.runForkWith(asker.context)(ask(inquiry))
    const flight: Flight = { fiber, waiting: 0, until: Infinity }
    remember(key, flight)
    fiber.addObserver((told) => {
      if (gapMillis > 0 && isAnswer(told))
        flight.until = clock.currentTimeMillisUnsafe() + gapMillis
      else forget(key, flight)
    })
    return flight
  }

  const waitFor = (key: string, flight: Flight, resume: (told: Told) => void) => {
    flight.waiting += 1
    const stopWaiting = flight.fiber.addObserver(resume)
    return Effect.suspend(() => {
      stopWaiting()
      flight.waiting -= 1
      if (flight.waiting > 0 || flight.fiber.pollUnsafe() !== undefined) return Effect.void
      forget(key, flight)
      return Fiber.interrupt(flight.fiber)
    })
  }

  return (inquiry) =>
    Effect.withFiber((asker) =>
      // No interruption comes between beginning a flight and waiting for it.
      Effect.callback((resume) => {
        const key = keyOf(inquiry)
        const clock = asker.getRef(Clock.Clock)
        const known = flights.get(key)
        if (known === undefined || clock.currentTimeMillisUnsafe() >= known.until)
          return waitFor(key, begin(key, inquiry, asker, clock), resume)
        remember(key, known)
        return waitFor(key, known, resume)
      })
    )
}
