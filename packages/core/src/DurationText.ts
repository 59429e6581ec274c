/** Durations as people write them: `2 seconds`, `2s`, `500ms`, `1.5 hours`, `3 days`. */
import { Duration, Schema, SchemaGetter } from "effect"

const milliseconds: { readonly [unit: string]: number } = {
  ms: 1,
  milli: 1,
  millisecond: 1,
  s: 1000,
  sec: 1000,
  second: 1000,
  m: 60_000,
  min: 60_000,
  minute: 60_000,
  h: 3_600_000,
  hour: 3_600_000,
  d: 86_400_000,
  day: 86_400_000,
  w: 604_800_000,
  week: 604_800_000
}

const shape = new RegExp(`^(\\d+(?:\\.\\d+)?)\\s*(${Object.keys(milliseconds).join("|")})s?$`)

const millisecondsIn = (text: string): number => {
  const [, amount = "", unit = ""] = shape.exec(text) ?? []
  return Number(amount) * (milliseconds[unit] ?? 0)
}

/** Text to a duration; longer than none at all. */
export const DurationText = Schema.String.check(
  Schema.makeFilter((text) =>
    shape.test(text) && millisecondsIn(text) > 0 && Number.isSafeInteger(millisecondsIn(text))
      ? undefined
      : "Expected a duration such as 500ms, 2s, 2 seconds or 3 days"
  )
).pipe(
  Schema.decodeTo(Schema.Duration, {
    decode: SchemaGetter.transform((text) => Duration.millis(millisecondsIn(text))),
    encode: SchemaGetter.transform((duration) => `${Duration.toMillis(duration)}ms`)
  })
)
