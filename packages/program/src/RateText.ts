/** Rates as people write them: `50/s`, `600/min`, `1000/h`; without a unit, a second. */
import { Duration, Schema, SchemaGetter } from "effect"

/** How many in each window. */
export interface Rate {
  readonly limit: number
  readonly window: Duration.Duration
}

/** The time between two of them. */
export const turnOf = ({ limit, window }: Rate): Duration.Duration =>
  Duration.millis(Duration.toMillis(window) / limit)

const burst = Duration.millis(100)

/** The same rate, of which no more come at once than fall into a tenth of a second. */
export const evenly = (rate: Rate): Rate => {
  const turn = Duration.toMillis(turnOf(rate))
  const limit = Math.max(1, Math.floor(Duration.toMillis(burst) / turn))
  return { limit, window: Duration.millis(turn * limit) }
}

const windows: { readonly [unit: string]: Duration.Duration } = {
  s: Duration.seconds(1),
  min: Duration.minutes(1),
  h: Duration.hours(1)
}

const shape = /^([1-9]\d{0,5})(?:\/(s|min|h))?$/

const read = (text: string): Rate => {
  const [, limit = "", unit = "s"] = shape.exec(text) ?? []
  return { limit: Number(limit), window: windows[unit] ?? Duration.seconds(1) }
}

const write = ({ limit, window }: Rate): string => {
  const [unit = "s"] =
    Object.entries(windows).find(([, known]) => Duration.Equivalence(known, window)) ?? []
  return `${limit}/${unit}`
}

/** Text to a rate. */
export const RateText = Schema.String.check(
  Schema.makeFilter((text) =>
    shape.test(text) ? undefined : "Expected a rate such as 50/s, 600/min or 1000/h"
  )
).pipe(
  Schema.decodeTo(Schema.Struct({ limit: Schema.Int, window: Schema.Duration }), {
    decode: SchemaGetter.transform(read),
    encode: SchemaGetter.transform(write)
  })
)
