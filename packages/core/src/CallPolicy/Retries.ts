/** Asks again what asking again can cure, until the deadline; each attempt takes a turn and has a timeout. */
import { Duration, Effect, Schedule } from "effect"
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

/** A question until it is answered or given up. */
interface Question {
  readonly inquiry: ValidInquiry
  /** In milliseconds since 1970. */
  readonly deadlineAt: number
  last: InquiryError | undefined
  hasTurn: boolean
}

/** Without `turns` every attempt begins at once. */
export const untilDeadline = (
  ask: Ask,
  policy: CallPolicyOptions,
  turns: Turns | undefined
): Ask => {
  const askInTime = withTimeout(ask, policy.attemptTimeout)
  const attemptMillis = Duration.toMillis(policy.attemptTimeout)
  const deadlineMillis = Duration.toMillis(policy.deadline)

  const askOnce = ({ deadlineAt, inquiry }: Question) =>
    Effect.clockWith((clock) => {
      const left = deadlineAt - clock.currentTimeMillisUnsafe()
      return left < attemptMillis
        ? withTimeout(ask, Duration.millis(left), "before the deadline")(inquiry)
        : askInTime(inquiry)
    })

  const inTurn = (question: Question, { end, take }: Turns) =>
    Effect.uninterruptibleMask((restore) =>
      Effect.flatMap(restore(take(question.deadlineAt - leastAttemptMillis(policy))), (taken) => {
        question.hasTurn = taken
        return taken
          ? Effect.ensuring(restore(askOnce(question)), Effect.sync(end))
          : Effect.fail(question.last ?? notAsked(question.inquiry))
      })
    )

  const attempt = (question: Question) =>
    turns === undefined ? askOnce(question) : inTurn(question, turns)

  /** The first attempt's error is what the schedule begins with. */
  const askAgainAfter = (question: Question, first: InquiryError) =>
    Effect.suspend(() => {
      if (question.last !== undefined) return attempt(question)
      question.last = first
      return Effect.fail(first)
    }).pipe(
      Effect.tapError((error) =>
        Effect.sync(() => {
          question.last = error
        })
      ),
      Effect.retry({
        schedule: retrySchedule(policy, question.deadlineAt),
        times: policy.retries,
        while: (error) => question.hasTurn && isCurable(error)
      })
    )

  return (inquiry) =>
    Effect.clockWith((clock) => {
      const deadlineAt = clock.currentTimeMillisUnsafe() + deadlineMillis
      const question: Question = { inquiry, deadlineAt, last: undefined, hasTurn: true }
      return Effect.catchIf(
        attempt(question),
        (error) => question.hasTurn && isCurable(error),
        (first) => askAgainAfter(question, first)
      )
    })
}
