/** Metrics as data, so that those of several processes become one. */
import { Context, Metric, Option, Schema } from "effect"
import { PrometheusMetrics } from "effect/observability"

const named = {
  id: Schema.String,
  description: Schema.UndefinedOr(Schema.String),
  attributes: Schema.UndefinedOr(Schema.Record(Schema.String, Schema.String))
}

const Bucket = Schema.Tuple([Schema.Finite, Schema.Finite])

/** The kinds of metric the gateway has. */
export const Series = Schema.Union([
  Schema.Struct({
    ...named,
    type: Schema.Literal("Counter"),
    state: Schema.Struct({ count: Schema.Finite, incremental: Schema.Boolean })
  }),
  Schema.Struct({
    ...named,
    type: Schema.Literal("Gauge"),
    state: Schema.Struct({ value: Schema.Finite })
  }),
  Schema.Struct({
    ...named,
    type: Schema.Literal("Histogram"),
    state: Schema.Struct({
      buckets: Schema.Array(Bucket),
      count: Schema.Finite,
      min: Schema.Finite,
      max: Schema.Finite,
      sum: Schema.Finite
    })
  })
])
export type Series = typeof Series.Type

const decode = Schema.decodeUnknownOption(Series)

/** Those of this process. */
export const ownSeries = (context: Context.Context<never>): ReadonlyArray<Series> =>
  Metric.snapshotUnsafe(context).flatMap((snapshot) => Option.toArray(decode(snapshot)))

/** Of these the largest counts, as a sum says nothing. */
const largest: ReadonlySet<string> = new Set(["bill_status_http_loop_delay_seconds"])

const add = (one: Series, other: Series): Series => {
  if (one.type === "Counter" && other.type === "Counter")
    return { ...one, state: { ...one.state, count: one.state.count + other.state.count } }
  if (one.type === "Gauge" && other.type === "Gauge") {
    const values = [one.state.value, other.state.value] as const
    const value = largest.has(one.id) ? Math.max(...values) : values[0] + values[1]
    return { ...one, state: { value } }
  }
  if (one.type === "Histogram" && other.type === "Histogram")
    return {
      ...one,
      state: {
        buckets: one.state.buckets.map(([boundary, count], at) => [
          boundary,
          count + (other.state.buckets[at]?.[1] ?? 0)
        ]),
        count: one.state.count + other.state.count,
        min: Math.min(one.state.min, other.state.min),
        max: Math.max(one.state.max, other.state.max),
        sum: one.state.sum + other.state.sum
      }
    }
  return one
}

const keyOf = ({ attributes = {}, id, type }: Series): string =>
  JSON.stringify([
    type,
    id,
    Object.entries(attributes).toSorted(([one], [other]) => (one < other ? -1 : 1))
  ])

/** Adds up what several processes count. */
export const sumSeries = (lists: Iterable<ReadonlyArray<Series>>): ReadonlyArray<Series> => {
  const sums = new Map<string, Series>()
  for (const list of lists)
    for (const series of list) {
      const key = keyOf(series)
      const sum = sums.get(key)
      sums.set(key, sum === undefined ? series : add(sum, series))
    }
  return [...sums.values()]
}

/** What stays of a process that is gone: what it counted, and nothing it held. */
export const countsOf = (series: ReadonlyArray<Series>): ReadonlyArray<Series> =>
  series.filter(({ type }) => type !== "Gauge")

const unchanging = { update: () => undefined, modify: () => undefined }

const register = (series: Series, context: Context.Context<never>): void => {
  const { description, id } = series
  const options = {
    description,
    ...(series.attributes === undefined ? {} : { attributes: series.attributes })
  }
  switch (series.type) {
    case "Counter":
      Metric.registerUnsafe(Metric.counter(id, options), context, {
        ...unchanging,
        get: () => series.state
      })
      return
    case "Gauge":
      Metric.registerUnsafe(Metric.gauge(id, options), context, {
        ...unchanging,
        get: () => series.state
      })
      return
    case "Histogram":
      Metric.registerUnsafe(Metric.histogram(id, { ...options, boundaries: [] }), context, {
        ...unchanging,
        get: () => series.state
      })
  }
}

/** In the format of Prometheus. */
export const formatSeries = (all: ReadonlyArray<Series>): string => {
  const context = Context.make(Metric.MetricRegistry, new Map())
  for (const series of all) register(series, context)
  return PrometheusMetrics.formatUnsafe(context)
}
