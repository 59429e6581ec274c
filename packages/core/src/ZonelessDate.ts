/**
 * The provider's dates: `YYYY-MM-DD HH:MM:SS` without a zone. Which zone they
 * are in is a setting; instants are UTC everywhere else.
 */
import { DateTime, Duration, Schema } from "effect"

const shape = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/

const asIfUtc = (text: string): string => `${text.replace(" ", "T")}.000Z`

const firstYear = 1970

const zero = "0".charCodeAt(0)

const twoDigits = (text: string, at: number): number =>
  10 * (text.charCodeAt(at) - zero) + text.charCodeAt(at + 1) - zero

/** As though it were UTC, in milliseconds since 1970; undefined when it is not on the calendar. */
const epochOf = (text: string): number | undefined => {
  if (!shape.test(text)) return undefined
  const year = 100 * twoDigits(text, 0) + twoDigits(text, 2)
  const month = twoDigits(text, 5)
  const day = twoDigits(text, 8)
  const hour = twoDigits(text, 11)
  const minute = twoDigits(text, 14)
  const second = twoDigits(text, 17)
  if (year < firstYear || month < 1 || month > 12 || day < 1) return undefined
  if (hour > 23 || minute > 59 || second > 59) return undefined
  const midnight = Date.UTC(year, month - 1, day)
  // The 30th of February is the 2nd of March.
  if (midnight >= Date.UTC(year, month, 1)) return undefined
  return midnight + ((hour * 60 + minute) * 60 + second) * 1000
}

/** Text that is a real date and time of some zone; the 30th of February is refused. */
export const isZonelessDate = (text: string): text is ZonelessDate => epochOf(text) !== undefined

/** The same as a schema. */
export const ZonelessDate = Schema.String.check(
  Schema.makeFilter((text) => (epochOf(text) === undefined ? "not a date" : undefined))
).pipe(Schema.brand("ZonelessDate"))
export type ZonelessDate = typeof ZonelessDate.Type

/** The instant that this wall-clock time was in `timeZone`. */
export const toInstant = (date: ZonelessDate, timeZone: DateTime.TimeZone): DateTime.Utc => {
  const epoch = epochOf(date)
  return timeZone._tag === "Offset" && epoch !== undefined
    ? DateTime.makeUnsafe(epoch - timeZone.offset)
    : DateTime.toUtc(DateTime.makeZonedUnsafe(asIfUtc(date), { timeZone, adjustForTimeZone: true }))
}

/** The wall-clock time in `timeZone`, to the second. */
export const fromInstant = (instant: DateTime.Utc, timeZone: DateTime.TimeZone): ZonelessDate =>
  ZonelessDate.make(
    DateTime.formatIsoOffset(DateTime.setZone(instant, timeZone)).slice(0, 19).replace("T", " ")
  )

/**
 * Where AOPay's dates were seen to be, unless a setting says otherwise: `Asia/Kolkata`, as the offset it has
 * had since 1945, which is read faster than a named zone.
 */
export const indiaTime: DateTime.TimeZone = DateTime.zoneMakeOffset(
  Duration.toMillis(Duration.minutes(330))
)
