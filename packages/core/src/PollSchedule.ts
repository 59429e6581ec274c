/** When to ask again about a payment that is followed, by its age. */
import { Duration, Effect, Random } from "effect"

/**
 * The advice comparable APIs publish: every few seconds for the first minute, as most payments settle
 * in 30 to 60 seconds, then ever less often.
 */
const steps: ReadonlyArray<{
  readonly youngerThan: Duration.Duration
  readonly wait: Duration.Duration
}> = [
  { youngerThan: Duration.minutes(1), wait: Duration.seconds(4) },
  { youngerThan: Duration.minutes(5), wait: Duration.seconds(15) },
  { youngerThan: Duration.minutes(15), wait: Duration.seconds(30) },
  { youngerThan: Duration.hours(1), wait: Duration.minutes(1) },
  { youngerThan: Duration.days(1), wait: Duration.minutes(3) }
]

const longestWait = Duration.minutes(15)

/** The wait before the next question about a payment of this age, without jitter. */
export const waitAtAge = (age: Duration.Duration): Duration.Duration =>
  steps.find(({ youngerThan }) => Duration.isLessThan(age, youngerThan))?.wait ?? longestWait

/** A fifth more or less, so that many who began at once do not stay together. */
export const jittered = (wait: Duration.Duration): Effect.Effect<Duration.Duration> =>
  Effect.map(Random.nextBetween(0.8, 1.2), (factor) => Duration.times(wait, factor))
