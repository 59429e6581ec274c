/**
 * What is counted and timed without set-up. Labels come from closed sets: never a reference, an account
 * number, a registration or a name that AOPay made up.
 */
import { Clock, Effect, Exit, LogLevel, Metric, Option, References, Tracer } from "effect"
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

/** A counter for each combination of labels: as many as the closed sets they come from. */
const labelled = (counter: Metric.Counter<number>, ...names: ReadonlyArray<string>) => {
  const counters = new Map<string, Metric.Counter<number>>()
  return (...values: ReadonlyArray<string>): Metric.Counter<number> => {
    const key = values.join(" ")
    const known = counters.get(key)
    if (known !== undefined) return known
    const made = Metric.withAttributes(
      counter,
      names.map((name, index): [string, string] => [name, values[index] ?? ""])
    )
    counters.set(key, made)
    return made
  }
}

const inquiriesWith = labelled(inquiries, "outcome")
const driftWith = labelled(driftTotal, "kind", "field")

const outcomeOf = (exit: Exit.Exit<PaymentStatus, InquiryError>): string => {
  if (Exit.isSuccess(exit)) return exit.value.verdict
  return Option.match(Exit.findErrorOption(exit), {
    onSome: ({ _tag }) => _tag,
    onNone: () => (Exit.hasInterrupts(exit) ? "Interrupted" : "Defect")
  })
}

/** Counts and times a question. */
export const counted = (
  question: Effect.Effect<PaymentStatus, InquiryError>
): Effect.Effect<PaymentStatus, InquiryError> =>
  Effect.withFiber((fiber) => {
    const { context } = fiber
    const clock = fiber.getRef(Clock.Clock)
    const startedAt = clock.currentTimeMillisUnsafe()
    return Effect.onExit(question, (exit) => {
      inquiriesWith(outcomeOf(exit)).updateUnsafe(1, context)
      duration.updateUnsafe((clock.currentTimeMillisUnsafe() - startedAt) / 1000, context)
      return Effect.void
    })
  })

/** In a span of this name where somebody traces; the default tracer keeps its spans to itself. */
export const traced =
  (name: string) =>
  <A, E, R>(question: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.withFiber((fiber) =>
      fiber.getRef(Tracer.Tracer) === Tracer.nativeTracer
        ? question
        : Effect.withSpan(question, name)
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
      Effect.andThen(Metric.update(driftWith(drift.kind, drift.field), 1), logDrift(drift)),
    { discard: true }
  )
