/** Times and durations as people give them to the mock server, within what timers and dates can hold. */
import { DurationText } from "@bill-payment-status/core"
import { DateTime, Duration, Option, Schema } from "effect"

const atMost = (longest: Duration.Duration) =>
  DurationText.check(
    Schema.makeFilter((duration) =>
      Duration.isLessThanOrEqualTo(duration, longest)
        ? undefined
        : `Expected at most ${Duration.format(longest)}`
    )
  )

/** How long something may take in real time. */
export const UpToAnHour = atMost(Duration.hours(1))

/** How far a clock or a life may reach. */
export const UpToACentury = atMost(Duration.days(36_525))

const shape = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/

/** ISO 8601, from 1970 to 9998, with a zone where there is a time. */
export const TimeText = Schema.String.check(
  Schema.makeFilter((text) => {
    const time = shape.test(text) ? DateTime.make(text) : Option.none()
    const year = Option.map(time, (found) => DateTime.getPartUtc(found, "year"))
    return Option.exists(year, (found) => found >= 1970 && found < 9999)
      ? undefined
      : "Expected a time such as 2026-01-15T10:30:00Z"
  })
)
