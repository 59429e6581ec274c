/** How AOPay is asked, by the settings: timeout, deadline, rate, how many at a time. */
import { CallPolicy, DurationText, Setting } from "@bill-payment-status/core"
import { evenly, RateText, turnOf } from "@bill-payment-status/program"
import { Context, Duration, Effect, Layer, Option, Schema } from "effect"

const aDuration = "a duration such as 500ms, 2s, 2 seconds or 3 days"

/** For one attempt. */
export const timeout = { name: "BILL_STATUS_TIMEOUT", schema: DurationText, expected: aDuration }
/** For one question over all attempts. */
export const deadline = { name: "BILL_STATUS_DEADLINE", schema: DurationText, expected: aDuration }

/** How many references are wished for at a time. */
export const concurrency = {
  name: "BILL_STATUS_CONCURRENCY",
  schema: Schema.FiniteFromString.check(
    Schema.isInt(),
    Schema.isBetween({ minimum: 1, maximum: 1000 })
  ),
  expected: "a whole number between 1 and 1000"
}

/** How often AOPay is asked. */
export const rate = {
  name: "BILL_STATUS_RATE",
  schema: RateText,
  expected: "questions in a time, e.g. 50/s, 600/min or 1000/h"
}

const readGiven = Effect.gen(function* () {
  const policy = yield* CallPolicy
  return {
    timeout: yield* Setting.readOr(timeout, policy.attemptTimeout),
    deadline: yield* Setting.readOr(deadline, policy.deadline),
    rate: Option.getOrUndefined(Option.map(yield* Setting.readOptional(rate), evenly)),
    concurrency: yield* Setting.readOr(concurrency, 8)
  }
})

/** How many references are asked about at a time. */
export const AskedAtATime = Context.Reference<number>("@bill-payment-status/cli/AskedAtATime", {
  defaultValue: () => 8
})

type Given = Effect.Success<typeof readGiven>

/** No more than get a turn within a third of the deadline, as more would only wait. */
const askedAtATime = ({ concurrency, deadline, rate }: Given): number => {
  if (rate === undefined) return concurrency
  const turns = Duration.toMillis(deadline) / 3 / Duration.toMillis(turnOf(rate))
  return Math.max(1, Math.min(concurrency, Math.floor(turns)))
}

/** Who waits for a turn gets it, and time enough then: waiting is not counted against the deadline. */
const withWaits = (given: Given): Duration.Duration => {
  const { deadline, rate, timeout } = given
  if (rate === undefined) return deadline
  const turns = Duration.times(turnOf(rate), askedAtATime(given))
  return Duration.sum(deadline, Duration.sum(turns, timeout))
}

/** The call policy with what the settings change, and `AskedAtATime`. */
export const layerCallPolicy = Layer.unwrap(
  Effect.map(readGiven, (given) =>
    Layer.merge(
      CallPolicy.layer({
        attemptTimeout: given.timeout,
        deadline: withWaits(given),
        rate: given.rate
      }),
      Layer.succeed(AskedAtATime, askedAtATime(given))
    )
  )
)
