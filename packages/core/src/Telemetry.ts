/**
 * What is counted and timed without set-up. Labels come from closed sets: never a reference, an account
 * number, a registration or a name that AOPay made up.
 */
import { Clock, Duration, Effect, Exit, LogLevel, Metric, References, Result } from "effect"
import type { InquiryError } from "./InquiryError.ts"
import type { PaymentStatus } from "./PaymentStatus.ts"
import type { WireDrift } from "./Provider/WireDrift.ts"

const inquiries = Metric.counter("bill_payment_status_inquiries_total", {
  description: "Inquiries by outcome: a verdict or the tag of an error.",
  incremental: true
})

const duration = Metric.histogram("bill_payment_status_inquiry_duration_seconds", {
  description: "From the question to its answer, over all attempts.",
  boundaries: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
})

const driftTotal = Metric.counter("bill_payment_status_wire_drift_total", {
  description: "Where answers depart from what AOPay documents, by kind and field.",
  incremental: true
})

const outcomeOf = (exit: Exit.Exit<PaymentStatus, InquiryError>): string =>
  Result.match(Exit.findError(exit), {
    onSuccess: ({ _tag }) => _tag,
    onFailure: (other) => {
      if (Exit.isSuccess(other)) return other.value.verdict
      return Exit.hasInterrupts(other) ? "Interrupted" : "Defect"
    }
  })

/** Counts and times a question. */
export const counted = <R>(
  question: Effect.Effect<PaymentStatus, InquiryError, R>
): Effect.Effect<PaymentStatus, InquiryError, R> =>
  Effect.flatMap(Clock.currentTimeMillis, (startedAt) =>
    Effect.onExit(question, (exit) =>
      Effect.flatMap(Clock.currentTimeMillis, (endedAt) =>
        Effect.andThen(
          Metric.update(Metric.withAttributes(inquiries, { outcome: outcomeOf(exit) }), 1),
          Metric.update(duration, Duration.toSeconds(Duration.millis(endedAt - startedAt)))
        )
      )
    )
  )

const logDrift = ({ field, kind, sample }: WireDrift): Effect.Effect<void> =>
  Effect.flatMap(References.MinimumLogLevel, (level) =>
    LogLevel.isGreaterThan(level, "Debug")
      ? Effect.void
      : Effect.logDebug("AOPay's answer departs from its page", { kind, field, sample: sample() })
  )

/** Counts drift; at debug level each is logged too, with a sample of its form. */
export const countDrift = (found: ReadonlyArray<WireDrift>): Effect.Effect<void> =>
  Effect.forEach(
    found,
    (drift) =>
      Effect.andThen(
        Metric.update(
          Metric.withAttributes(driftTotal, { kind: drift.kind, field: drift.field }),
          1
        ),
        logDrift(drift)
      ),
    { discard: true }
  )
