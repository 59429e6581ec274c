/** Instants as people write them: `2027-01-31T00:00:00Z`, `2027-01-31T05:30:00+05:30`, `2027-01-31`. */
import { DateTime, Option, Schema, SchemaGetter } from "effect"

const shape = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/

/** February has no 31st, whatever `Date` makes of it. */
const isDay = (day: string): boolean =>
  Option.exists(DateTime.make(day), (found) => DateTime.formatIsoDateUtc(found) === day)

const read = (text: string): Option.Option<DateTime.Utc> => {
  const day = shape.exec(text)?.[1]
  if (day === undefined || !isDay(day)) return Option.none()
  return Option.filter(Option.map(DateTime.make(text), DateTime.toUtc), (found) => {
    const year = DateTime.getPartUtc(found, "year")
    return year >= 1970 && year < 9999
  })
}

/** ISO 8601, from 1970 to 9998, with a zone where there is a time; a day begins at midnight UTC. */
export const InstantText = Schema.String.check(
  Schema.makeFilter((text) =>
    Option.isSome(read(text)) ? undefined : "Expected a time such as 2027-01-31T00:00:00Z"
  )
).pipe(
  Schema.decodeTo(Schema.DateTimeUtc, {
    decode: SchemaGetter.transform((text) => DateTime.toUtc(DateTime.makeUnsafe(text))),
    encode: SchemaGetter.transform(DateTime.formatIso)
  })
)
