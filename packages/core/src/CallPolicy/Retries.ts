/** Asks again what asking again can cure, until the deadline; each attempt takes a turn and has a timeout. */
import { Clock, Duration, Effect, Schedule } from "effect"
import type { CallPolicyOptions } from "../CallPolicy.ts"
import type { ValidInquiry } from "../Inquiry.ts"
import { type InquiryError, ProviderTimeout, retryAfterOf } from "../InquiryError.ts"
import type { Turns } from "../Turns.ts"
import type { Ask } from "./Ask.ts"
import { withTimeout } from "./AttemptTimeout.ts"

const notAsked = ({ referenceId }: ValidInquiry): ProviderTimeout =>
  new ProviderTimeout({
    referenceId,
    asked: false,
    message: "Not asked: the rate limit leaves no turn before the deadline."
  })

const isCurable = (error: InquiryError): boolean =>
  error.retry === "now" ||
  (error._tag === "ProviderUnavailable" && (error.httpStatus === 429 || error.httpStatus === 503))

/** When the next attempt would begin after the deadline, the last one's error stands. */
const retrySchedule = (policy: CallPolicyOptions, deadlineAt: number) =>
  Schedule.exponential(policy.backoff).pipe(
    Schedule.jittered,
    Schedule.setInputType<InquiryError>(),
    Schedule.modifyDelay(({ duration, input }) =>
      Effect.succeed(Duration.max(duration, retryAfterOf(input)))
    ),
    Schedule.while(({ duration, now }) => now + Duration.toMillis(duration) < deadlineAt)
  )

/** Who got a turn with less time left would be cut off, and that would be held against AOPay. */
const leastAttemptMillis = ({ attemptTimeout, deadline }: CallPolicyOptions): number =>
  Math.min(Duration.toMillis(attemptTimeout), Duration.toMillis(deadline) / 2)

/** Without `turns` every attempt begins at once. */
export const untilDeadline = (
  ask: Ask,
  policy: CallPolicyOptions,
  turns: Turns | undefined
): Ask => {
  const askInTime = withTimeout(ask, policy.attemptTimeout)
  const attemptMillis = Duration.toMillis(policy.attemptTimeout)
  const deadlineMillis = Duration.toMillis(policy.deadline)

  return (inquiry) =>
    Effect.flatMap(Clock.currentTimeMillis, (startedAt) => {
      const deadlineAt = startedAt + deadlineMillis
      const latestTurn = deadlineAt - leastAttemptMillis(policy)
      let last: InquiryError | undefined
      let hasTurn = true

      const askOnce = Effect.flatMap(Clock.currentTimeMillis, (now) =>
        deadlineAt - now < attemptMillis
          ? withTimeout(ask, Duration.millis(deadlineAt - now), "before the deadline")(inquiry)
          : askInTime(inquiry)
      )
      const attempt =
        turns === undefined
          ? askOnce
          : Effect.uninterruptibleMask((restore) =>
              Effect.flatMap(restore(turns.take(latestTurn)), (taken) => {
                hasTurn = taken
                return taken
                  ? Effect.ensuring(restore(askOnce), Effect.sync(turns.end))
                  : Effect.fail(last ?? notAsked(inquiry))
              })
            )

      /** The first one's error is what the schedule begins with. */
      const askAgainAfter = (first: InquiryError) =>
        Effect.retry(
          Effect.suspend(() => {
            if (last !== undefined) return attempt
            last = first
            return Effect.fail(first)
          }).pipe(
            Effect.tapError((error) =>
              Effect.sync(() => {
                last = error
              })
            )
          ),
          {
            schedule: retrySchedule(policy, deadlineAt),
            times: policy.retries,
            while: (error) => hasTurn && isCurable(error)
          }
        )

      return Effect.catchIf(attempt, (error) => hasTurn && isCurable(error), askAgainAfter)
    })
}
