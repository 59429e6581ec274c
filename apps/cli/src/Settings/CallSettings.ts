/** How AOPay is asked, by the settings: timeout, deadline, rate, how many at a time. */
import { type AttemptRate, CallPolicy, DurationText, Setting } from "@bill-payment-status/core"
import { Duration, Effect, Layer, Option, Schema } from "effect"

const aDuration = "a duration such as 500ms, 2s, 2 seconds or 3 days"

export const timeout = { name: "BILL_STATUS_TIMEOUT", schema: DurationText, expected: aDuration }
export const deadline = { name: "BILL_STATUS_DEADLINE", schema: DurationText, expected: aDuration }

export const concurrency = {
  name: "BILL_STATUS_CONCURRENCY",
  schema: Schema.FiniteFromString.check(
    Schema.isInt(),
    Schema.isBetween({ minimum: 1, maximum: 1000 })
  ),
  expected: "a whole number between 1 and 1000"
}

const rateUnits: { readonly [unit: string]: Duration.Duration } = {
  s: Duration.seconds(1),
  min: Duration.minutes(1),
  h: Duration.hours(1)
}

const rateShape = /^([1-9]\d{0,5})(?:\/(s|min|h))?$/

const readRate = (text: string): AttemptRate => {
  const [, limit = "", unit = "s"] = rateShape.exec(text) ?? []
  return { limit: Number(limit), window: rateUnits[unit] ?? Duration.seconds(1) }
}

export const rate = {
  name: "BILL_STATUS_RATE",
  schema: Schema.String.check(Schema.isPattern(rateShape)),
  expected: "questions in a time, e.g. 50/s, 600/min or 1000/h"
}

/** The time between two turns. */
const turnOf = ({ limit, window }: AttemptRate): Duration.Duration =>
  Duration.millis(Duration.toMillis(window) / limit)

const readGiven = Effect.gen(function* () {
  const policy = yield* CallPolicy
  return {
    timeout: yield* Setting.readOr(timeout, policy.attemptTimeout),
    deadline: yield* Setting.readOr(deadline, policy.deadline),
    rate: Option.getOrUndefined(Option.map(yield* Setting.readOptional(rate), readRate)),
    concurrency: yield* Setting.readOr(concurrency, 8)
  }
})

/**
 * How many references to ask about at a time: no more than get a turn within a third of the deadline, as
 * more would only wait.
 */
export const readConcurrency = Effect.map(readGiven, ({ concurrency, deadline, rate }) => {
  if (rate === undefined) return concurrency
  const turns = Duration.toMillis(deadline) / 3 / Duration.toMillis(turnOf(rate))
  return Math.max(1, Math.min(concurrency, Math.floor(turns)))
})

/** Who waits for a turn gets it, and time enough then: waiting is not counted against the deadline. */
const withWaits = Effect.fnUntraced(function* ({
  deadline,
  rate,
  timeout
}: Effect.Success<typeof readGiven>) {
  if (rate === undefined) return deadline
  const turns = Duration.times(turnOf(rate), yield* readConcurrency)
  return Duration.sum(deadline, Duration.sum(turns, timeout))
})

/** The call policy with what the settings change. */
export const layerCallPolicy = Layer.unwrap(
  Effect.gen(function* () {
    const given = yield* readGiven
    return CallPolicy.layer({
      attemptTimeout: given.timeout,
      deadline: yield* withWaits(given),
      rate: given.rate
    })
  })
)
