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

/** What of the call policy the settings change. */
const readPolicy = Effect.gen(function* () {
  const given = {
    timeout: yield* Setting.readOptional(timeout),
    deadline: yield* Setting.readOptional(deadline),
    rate: yield* Setting.readOptional(rate)
  }
  return {
    ...(Option.isSome(given.timeout) ? { attemptTimeout: given.timeout.value } : {}),
    ...(Option.isSome(given.deadline) ? { deadline: given.deadline.value } : {}),
    ...(Option.isSome(given.rate) ? { rate: readRate(given.rate.value) } : {})
  }
})

/** The call policy with what the settings change. */
export const layerCallPolicy = Layer.unwrap(Effect.map(readPolicy, CallPolicy.layer))

/**
 * How many references to ask about at a time: no more than the rate gives a turn within a third of the
 * deadline, as who waits for longer is turned away.
 */
export const readConcurrency = Effect.gen(function* () {
  const asked = yield* Setting.readOr(concurrency, 8)
  const policy = yield* CallPolicy
  if (policy.rate === undefined) return asked
  const { limit, window } = policy.rate
  const turns = (Duration.toMillis(policy.deadline) / 3 / Duration.toMillis(window)) * limit
  return Math.max(1, Math.min(asked, Math.floor(turns)))
})
