/**
 * Asks about one payment until nothing more is expected to change. Emits changes only.
 *
 * Waits out what may pass: a provider that cannot answer, and a payment that is not on record yet while
 * it is young. Ends at once on what asking again cannot cure, and while bill payment is switched off;
 * but a page that is no answer does not end the tracking of a payment that was seen.
 */
import { DateTime, Duration, Effect, Option, Result, Schema, Stream } from "effect"
import type { Inquiry } from "./Inquiry.ts"
import { GaveUpWaiting, type InquiryError, retryAfterOf } from "./InquiryError.ts"
import { PaymentStatus } from "./PaymentStatus.ts"
import { jittered, waitAtAge } from "./PollSchedule.ts"
import { Verdict } from "./Verdict.ts"

/** How long, how often and until when a payment is followed. */
export interface TrackPolicy {
  /**
   * `final`: until no later answer is expected to differ, so a Paid is followed until its late-flip
   * window has passed. `paid`: a Paid ends it too. Default: `final`.
   */
  readonly until?: "paid" | "final"
  /** How long to follow before giving up. Default: a day more than the late-flip window, so 6 days. */
  readonly giveUpAfter?: Duration.Duration
  /** When the payment was sent; its age counts from here until the provider says when it was added. */
  readonly sentAt?: DateTime.Utc
  /** How old a payment may be that is not on record yet. Default: 15 minutes. */
  readonly notFoundUntil?: Duration.Duration
  /** The time between two questions, instead of the schedule by age. */
  readonly interval?: Duration.Duration
  /**
   * Runs whenever a wait begins: after each question that does not end the tracking, once its change has
   * been taken from the stream. The next question waits for it to end, and is not put off by it else.
   */
  readonly onWait?: (waiting: Waiting) => Effect.Effect<void>
}

/** The time between two questions about one payment, as it begins. */
export interface Waiting {
  /** The last that was said; null when nothing was. */
  readonly last: PaymentStatus | null
  /** Why the question just asked has no answer; null when it has one. */
  readonly error: InquiryError | null
  /** When the next question comes; null when the tracking is given up before. */
  readonly asksAt: DateTime.Utc | null
}

/** A payment status that differs from the one before. */
export class TrackedChange extends Schema.Class<TrackedChange>(
  "@bill-payment-status/core/TrackedChange"
)({
  status: PaymentStatus,
  /** The verdict before, or null. */
  previous: Schema.NullOr(Verdict)
}) {}

type Inspect = (inquiry: Inquiry) => Effect.Effect<PaymentStatus, InquiryError>

interface Progress {
  readonly last: PaymentStatus | null
  /** Why the question before has no answer; null when it has one. */
  readonly error: InquiryError | null
  /** Before the next question; null before the first one. */
  readonly wait: Duration.Duration | null
}

/**
 * Whether asking again may cure it. A page that is no answer may be a proxy's, once the payment was
 * seen; before that it is a wrong address.
 */
const passes = (error: InquiryError, last: PaymentStatus | null): boolean =>
  error._tag === "UndecodableAnswer" && error.responseCode === null
    ? last !== null
    : error.retry !== "never" && error._tag !== "ServiceDisabled"

/** A provider that asks for more is asked again all the same. */
const longestRetryAfter = Duration.hours(1)
const youngFor = Duration.minutes(15)
const shortestWait = Duration.millis(1)

const isDone = (status: PaymentStatus, until: "paid" | "final"): boolean =>
  status.final || (until === "paid" && status.verdict === "Paid")

const isChange = (status: PaymentStatus, last: PaymentStatus | null): boolean =>
  status.verdict !== last?.verdict || status.final !== last.final

const gaveUp = ({ referenceId }: Inquiry, last: PaymentStatus | null): GaveUpWaiting =>
  new GaveUpWaiting({ referenceId, last })

/** The changes of one payment, in order; ends when it is done. */
export const track = (
  inspect: Inspect,
  inquiry: Inquiry,
  policy: TrackPolicy & { readonly giveUpAfter: Duration.Duration }
): Stream.Stream<TrackedChange, InquiryError | GaveUpWaiting> =>
  Stream.unwrap(
    Effect.map(DateTime.now, (startedAt) => {
      const until = policy.until ?? "final"
      const giveUpAt = DateTime.addDuration(startedAt, policy.giveUpAfter)
      const notFoundUntil = policy.notFoundUntil ?? youngFor

      /** A date in the future, as of a wrong zone, says nothing about the age. */
      const ageOf = (status: PaymentStatus | null, now: DateTime.Utc): Duration.Duration => {
        const addedAt = status?.transaction.addedAt ?? null
        const known = addedAt !== null && DateTime.isLessThanOrEqualTo(addedAt, now)
        return DateTime.distance(known ? addedAt : (policy.sentAt ?? startedAt), now)
      }

      const nextWait = (status: PaymentStatus | null, now: DateTime.Utc) =>
        jittered(Duration.max(policy.interval ?? waitAtAge(ageOf(status, now)), shortestWait))

      const endsTracking = (error: InquiryError, last: PaymentStatus | null, now: DateTime.Utc) =>
        !passes(error, last) ||
        (error._tag === "TransactionNotFound" &&
          Duration.isGreaterThan(ageOf(last, now), notFoundUntil))

      const waitFor = Effect.fnUntraced(function* ({ error, last, wait }: Progress) {
        if (wait === null) return
        const asksAt = DateTime.addDuration(yield* DateTime.now, wait)
        const inTime = DateTime.isLessThanOrEqualTo(asksAt, giveUpAt)
        if (policy.onWait !== undefined)
          yield* policy.onWait({ last, error, asksAt: inTime ? asksAt : null })
        yield* Effect.sleep(DateTime.distance(yield* DateTime.now, inTime ? asksAt : giveUpAt))
        if (!inTime) return yield* gaveUp(inquiry, last)
      })

      const step = Effect.fnUntraced(function* (progress: Progress) {
        yield* waitFor(progress)
        const { last } = progress
        const left = DateTime.distance(yield* DateTime.now, giveUpAt)
        const answered = yield* Effect.timeoutOption(Effect.result(inspect(inquiry)), left)
        const now = yield* DateTime.now
        if (Option.isNone(answered)) return yield* gaveUp(inquiry, last)
        const result = answered.value
        if (Result.isFailure(result)) {
          if (endsTracking(result.failure, last, now)) return yield* result.failure
          const asked = Duration.min(retryAfterOf(result.failure), longestRetryAfter)
          const longer = Duration.max(yield* nextWait(last, now), asked)
          return [[], Option.some({ last, error: result.failure, wait: longer })] as const
        }
        const status = result.success
        const change = isChange(status, last)
          ? [new TrackedChange({ status, previous: last?.verdict ?? null })]
          : []
        const next = isDone(status, until)
          ? Option.none()
          : Option.some({ last: status, error: null, wait: yield* nextWait(status, now) })
        return [change, next] as const
      })

      const begin: Progress = { last: null, error: null, wait: null }
      return Stream.paginate(begin, step)
    })
  )
