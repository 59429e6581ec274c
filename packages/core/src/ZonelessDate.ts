/**
 * The provider's dates: `YYYY-MM-DD HH:MM:SS` without a zone. Which zone they
 * are in is a setting; instants are UTC everywhere else.
 */
import { DateTime, Duration, Option, Schema } from "effect"

const shape = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)$/

const asIfUtc = (text: string): string => `${text.replace(" ", "T")}.000Z`

const firstYear = 1970

const isOnTheCalendar = (text: string): boolean =>
  Option.match(DateTime.make(asIfUtc(text)), {
    onNone: () => false,
    onSome: (instant) =>
      DateTime.formatIso(instant) === asIfUtc(text) &&
      DateTime.getPartUtc(instant, "year") >= firstYear
  })

/** Text that is a real date and time of some zone; the 30th of February is refused. */
export const ZonelessDate = Schema.String.check(
  Schema.makeFilter((text) =>
    shape.test(text) && isOnTheCalendar(text) ? undefined : "not a date"
  )
).pipe(Schema.brand("ZonelessDate"))
export type ZonelessDate = typeof ZonelessDate.Type

/** The instant that this wall-clock time was in `timeZone`. */
export const toInstant = (date: ZonelessDate, timeZone: DateTime.TimeZone): DateTime.Utc =>
  DateTime.toUtc(DateTime.makeZonedUnsafe(asIfUtc(date), { timeZone, adjustForTimeZone: true }))

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
