/** Asks again what asking again can cure, until the deadline; each attempt takes a turn and has a timeout. */
import { Clock, Context, Duration, Effect, Exit, Fiber, Option, Schedule } from "effect"
import type { CallPolicyOptions } from "../CallPolicy.ts"
import type { ValidInquiry } from "../Inquiry.ts"
import { type InquiryError, ProviderTimeout, retryAfterOf } from "../InquiryError.ts"
import type { PaymentStatus } from "../PaymentStatus.ts"
import type { Turns } from "../Turns.ts"
import type { Ask, Begin, Told, Underway } from "./Ask.ts"
import { attemptTimeout } from "./AttemptTimeout.ts"

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

type AnswerFiber = Fiber.Fiber<PaymentStatus, InquiryError>

/** A question until it is answered or given up. */
class Question implements Underway {
  readonly inquiry: ValidInquiry
  /** In milliseconds since 1970. */
  readonly deadlineAt: number
  last: InquiryError | undefined
  hasTurn = true
  isGivenUp = false
  first: AnswerFiber | undefined
  /** All attempts after the first. */
  later: AnswerFiber | undefined

  constructor(inquiry: ValidInquiry, deadlineAt: number) {
    this.inquiry = inquiry
    this.deadlineAt = deadlineAt
  }

  get giveUp(): Effect.Effect<void> {
    return Effect.suspend(() => {
      this.isGivenUp = true
      const fiber = this.later ?? this.first
      return fiber === undefined ? Effect.void : Fiber.interrupt(fiber)
    })
  }

  canAskAgain(error: InquiryError): boolean {
    return this.hasTurn && isCurable(error)
  }

  /** The error after which to ask again, for those who still wait. */
  errorToCure(came: Told): InquiryError | undefined {
    if (Exit.isSuccess(came)) return undefined
    const error = this.isGivenUp ? Option.none() : Exit.findErrorOption(came)
    return Option.getOrUndefined(Option.filter(error, (each) => this.canAskAgain(each)))
  }
}

/** Without `turns` every attempt begins at once. */
export const untilDeadline = (
  ask: Ask,
  policy: CallPolicyOptions,
  turns: Turns | undefined
): Begin => {
  const timeout = attemptTimeout(ask, policy.attemptTimeout)
  const attemptMillis = Duration.toMillis(policy.attemptTimeout)
  const deadlineMillis = Duration.toMillis(policy.deadline)
  const leastMillis = leastAttemptMillis(policy)

  /** With less time than an attempt has, the deadline ends it. */
  const beforeDeadline = (question: Question, askInTime: Ask) =>
    Effect.clockWith((clock) => {
      const left = question.deadlineAt - clock.currentTimeMillisUnsafe()
      return left < attemptMillis
        ? attemptTimeout(ask, Duration.millis(left), "before the deadline").ask(question.inquiry)
        : askInTime(question.inquiry)
    })

  const inTurn = (question: Question, askInTime: Ask, { end, take }: Turns) =>
    Effect.uninterruptibleMask((restore) =>
      Effect.flatMap(restore(take(question.deadlineAt - leastMillis)), (taken) => {
        question.hasTurn = taken
        return taken
          ? Effect.ensuring(restore(beforeDeadline(question, askInTime)), Effect.sync(end))
          : Effect.fail(question.last ?? notAsked(question.inquiry))
      })
    )

  const attempt = (question: Question, askInTime: Ask) =>
    turns === undefined ? beforeDeadline(question, askInTime) : inTurn(question, askInTime, turns)

  /** The first attempt's error is what the schedule begins with. */
  const askAgainAfter = (question: Question, first: InquiryError) =>
    Effect.suspend(() => {
      if (question.last !== undefined) return attempt(question, timeout.ask)
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
        while: (error) => question.canAskAgain(error)
      })
    )

  return (inquiry, context, told) => {
    const now = Context.get(context, Clock.Clock).currentTimeMillisUnsafe()
    const question = new Question(inquiry, now + deadlineMillis)
    question.first = timeout.begin(inquiry, attempt(question, timeout.inTime), context, (came) => {
      const error = question.errorToCure(came)
      if (error === undefined) return told(came)
      question.later = Effect.runForkWith(context)(askAgainAfter(question, error))
      question.later.addObserver(told)
    })
    return question
  }
}
