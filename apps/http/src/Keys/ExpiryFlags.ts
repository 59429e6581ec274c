/** When a key that is made ends: `--expires-in` or `--expires-at`. */
import { DurationText } from "@bill-payment-status/core"
import { WrongUsage } from "@bill-payment-status/program"
import { DateTime, Duration, Effect, Option, Schema } from "effect"
import { Flag } from "effect/cli"
import { InstantText } from "./InstantText.ts"

const longest = Duration.days(36_525)

/** A duration within what dates can hold. */
export const UpToACentury = DurationText.check(
  Schema.makeFilter((duration) =>
    Duration.isLessThanOrEqualTo(duration, longest)
      ? undefined
      : `Expected at most ${Duration.format(longest)}`
  )
)

/** Of `create` and `rotate`. */
export const expiryFlags = {
  expiresIn: Flag.String("expires-in").pipe(
    Flag.withMetavar("DURATION"),
    Flag.withDescription("The key ends after this time, e.g. 90d or 12 hours"),
    Flag.withSchema(UpToACentury),
    Flag.optional
  ),
  expiresAt: Flag.String("expires-at").pipe(
    Flag.withMetavar("TIME"),
    Flag.withDescription("The key ends at this time, e.g. 2027-01-31T00:00:00Z"),
    Flag.withSchema(InstantText),
    Flag.optional
  )
}

/** What was given of them. */
export interface GivenExpiry {
  readonly expiresIn: Option.Option<Duration.Duration>
  readonly expiresAt: Option.Option<DateTime.Utc>
}

/** The end that is asked for, if any. */
export const expiryOf = Effect.fnUntraced(function* (
  { expiresAt, expiresIn }: GivenExpiry,
  now: DateTime.Utc
): Effect.fn.Return<Option.Option<DateTime.Utc>, WrongUsage> {
  if (Option.isSome(expiresAt) && Option.isSome(expiresIn))
    return yield* new WrongUsage({ message: "Give --expires-in or --expires-at, not both." })
  if (Option.exists(expiresAt, DateTime.isLessThanOrEqualTo(now)))
    return yield* new WrongUsage({ message: "--expires-at is in the past." })
  return Option.orElse(expiresAt, () =>
    Option.map(expiresIn, (duration) => DateTime.addDuration(now, duration))
  )
})
