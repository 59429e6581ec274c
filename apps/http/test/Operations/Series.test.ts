import { assert, describe, it } from "@effect/vitest"
import { Context, Metric } from "effect"
import { PrometheusMetrics } from "effect/observability"
import { countsOf, formatSeries, ownSeries, sumSeries } from "../../src/Operations/Series.ts"

const counter = Metric.counter("answers_total", { description: "Answers.", incremental: true })
const gauge = Metric.gauge("streams", { description: "Streams." })
const delay = Metric.gauge("bill_status_http_loop_delay_seconds", { description: "Delay." })
const histogram = Metric.histogram("seconds", { description: "Time.", boundaries: [1, 10] })

const processWith = (answers: number, seconds: ReadonlyArray<number>) => {
  const context = Context.make(Metric.MetricRegistry, new Map())
  const labelled = Metric.withAttributes(counter, { route: 'a"b', status: "200" })
  for (let count = 0; count < answers; count++) labelled.updateUnsafe(1, context)
  gauge.updateUnsafe(answers, context)
  delay.updateUnsafe(answers / 10, context)
  for (const each of seconds) histogram.updateUnsafe(each, context)
  return context
}

describe("series", () => {
  it("of one process are formatted as Effect formats them", () => {
    const context = processWith(3, [0.5, 5, 50])
    assert.strictEqual(formatSeries(ownSeries(context)), PrometheusMetrics.formatUnsafe(context))
  })

  it("of several are added up, and of delays the longest is told", () => {
    const contexts = [processWith(3, [0.5, 5]), processWith(4, [50])]
    const text = formatSeries(sumSeries(contexts.map(ownSeries)))
    for (const line of [
      'answers_total{route="a\\"b",status="200"} 7',
      "streams 7",
      "bill_status_http_loop_delay_seconds 0.4",
      'seconds_bucket{le="1"} 1',
      'seconds_bucket{le="10"} 2',
      'seconds_bucket{le="+Inf"} 3',
      "seconds_sum 55.5",
      "seconds_count 3"
    ])
      assert.include(text.split("\n"), line)
  })

  it("of a process that is gone keep what was counted, not what it held", () => {
    const kept = countsOf(ownSeries(processWith(3, [1])))
    assert.deepStrictEqual(kept.map(({ id }) => id).toSorted(), ["answers_total", "seconds"])
  })
})
