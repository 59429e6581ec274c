/** What the gateway counts of its own traffic. No label comes from outside: routes, statuses, reasons. */
import { Context, Effect, Layer, Metric } from "effect"
import type { Visit } from "../Server/Visit.ts"

const requests = Metric.counter("bill_status_http_requests_total", {
  description: "Requests by route and HTTP status; 499 is a caller who did not wait.",
  incremental: true
})

const durations = Metric.histogram("bill_status_http_request_duration_seconds", {
  description: "From the headers of a request to the last byte of its answer, by route.",
  boundaries: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
})

const fromMemory = Metric.counter("bill_status_http_answered_from_memory_total", {
  description: "Questions answered with a final payment status that was remembered.",
  incremental: true
})

const gauges = {
  inFlight: ["bill_status_http_requests_in_flight", "Requests being answered, streams too."],
  streams: ["bill_status_http_event_streams", "Streams of events that are open."],
  remembered: ["bill_status_http_remembered_answers", "Final payment statuses in memory."],
  waiting: ["bill_status_http_turns_waiting", "Questions that wait for a turn to ask AOPay."],
  loopDelay: ["bill_status_http_loop_delay_seconds", "How late the event loop was last."],
  memory: ["bill_status_http_resident_memory_bytes", "Memory of the processes that answer."],
  circuitOpen: [
    "bill_status_http_circuit_open",
    "1 while AOPay is not asked as it has been failing."
  ]
} as const

interface Series {
  readonly requests: typeof requests
  readonly durations: typeof durations
}

export class TrafficCounts {
  readonly #context: Context.Context<never>
  readonly #series = new Map<string, Series>()
  /** Requests being answered. */
  inFlight = 0

  constructor(context: Context.Context<never>) {
    this.#context = context
    this.watch("inFlight", () => this.inFlight)
    this.watch("memory", () => process.memoryUsage.rss())
  }

  /** A gauge that is read when somebody looks. */
  watch(name: keyof typeof gauges, read: () => number): void {
    const [id, description] = gauges[name]
    Metric.registerUnsafe(Metric.gauge(id, { description }), this.#context, {
      get: () => ({ value: read() }),
      update: () => undefined,
      modify: () => undefined
    })
  }

  #seriesOf(route: string, status: number): Series {
    const name = `${status} ${route}`
    const known = this.#series.get(name)
    if (known !== undefined) return known
    const series = {
      requests: Metric.withAttributes(requests, { route, status: String(status) }),
      durations: Metric.withAttributes(durations, { route })
    }
    this.#series.set(name, series)
    return series
  }

  /** A request has been answered, or its caller has gone; `now` as `performance.now()` has it. */
  ended({ route = "none", startedAt }: Visit, status: number, now: number): void {
    const series = this.#seriesOf(route, status)
    series.requests.updateUnsafe(1, this.#context)
    series.durations.updateUnsafe((now - startedAt) / 1000, this.#context)
  }

  answeredFromMemory(): void {
    fromMemory.updateUnsafe(1, this.#context)
  }
}

export class Traffic extends Context.Service<Traffic, TrafficCounts>()(
  "@bill-payment-status/http/Traffic"
) {
  static readonly layer = Layer.effect(
    Traffic,
    Effect.map(Effect.context(), (context) => new TrafficCounts(context))
  )
}
