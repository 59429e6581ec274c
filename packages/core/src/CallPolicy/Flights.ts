/**
 * One flight per (registration, reference): who asks meanwhile, or soon after, is told the same. A flight
 * ends with the last who waits for it.
 */
import { Clock, Context, Duration, Effect, Exit, Option, Redacted } from "effect"
import type { ValidInquiry } from "../Inquiry.ts"
import type { Ask, Begin, Told, Underway } from "./Ask.ts"

type Waiter = (told: Told) => void

/** A question on its way. */
class Flight {
  readonly waiters: Array<Waiter>
  underway: Underway | undefined

  constructor(waiter: Waiter) {
    this.waiters = [waiter]
  }
}

/** What a question came to. Of thousands each is kept for a while, and nothing else of its flight. */
class Landing {
  readonly told: Told
  /** Until when it is told, in milliseconds since 1970. */
  readonly until: number

  constructor(told: Told, until: number) {
    this.told = told
    this.until = until
  }
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
export const inFlights = (begin: Begin, gap: Duration.Duration): Ask => {
  const gapMillis = Duration.toMillis(gap)
  /** In the order in which they were last asked for. */
  const flights = new Map<string, Flight | Landing>()
  /** Stays where it was, so that what is gone is not passed again and again. */
  const longestAgo = flights.keys()

  const remember = (key: string, flight: Flight | Landing): void => {
    flights.delete(key)
    flights.set(key, flight)
    if (flights.size <= rememberedAtMost) return
    flights.delete(longestAgo.next().value ?? key)
  }

  const forget = (key: string, flight: Flight): void => {
    if (flights.get(key) === flight) flights.delete(key)
  }

  const land = (key: string, flight: Flight, told: Told, clock: Clock.Clock): void => {
    if (gapMillis > 0 && isAnswer(told)) {
      const until = clock.currentTimeMillisUnsafe() + gapMillis
      if (flights.get(key) === flight) flights.set(key, new Landing(told, until))
    } else forget(key, flight)
    for (const waiter of flight.waiters.splice(0)) waiter(told)
  }

  const leave = (key: string, flight: Flight, waiter: Waiter) =>
    Effect.suspend(() => {
      const at = flight.waiters.indexOf(waiter)
      if (at < 0) return Effect.void
      flight.waiters.splice(at, 1)
      if (flight.waiters.length > 0 || flight.underway === undefined) return Effect.void
      forget(key, flight)
      return flight.underway.giveUp
    })

  return (inquiry) =>
    Effect.withFiber(({ context }) =>
      // No interruption comes between beginning a flight and waiting for it.
      Effect.callback((waiter) => {
        const key = keyOf(inquiry)
        const clock = Context.get(context, Clock.Clock)
        const known = flights.get(key)
        if (known instanceof Flight) {
          remember(key, known)
          known.waiters.push(waiter)
          return leave(key, known, waiter)
        }
        if (known !== undefined && clock.currentTimeMillisUnsafe() < known.until) {
          remember(key, known)
          return waiter(known.told)
        }
        const flight = new Flight(waiter)
        remember(key, flight)
        flight.underway = begin(inquiry, context, (told) => land(key, flight, told, clock))
        return leave(key, flight, waiter)
      })
    )
}
