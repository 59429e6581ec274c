/** One span a request, named by its route: what the gateway does for the request comes below it. */
import { type Clock, Context, Effect, Exit, Option, Tracer } from "effect"
import type { Visit } from "../Server/Visit.ts"
import { attributes } from "./DiscreetTracer.ts"
import type { Sampler } from "./Sampler.ts"

const parts = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/
const nothing = /^0+$/

/** Who asked, where they said so by `traceparent`. */
const callerOf = (traceparent: string | undefined): Option.Option<Tracer.AnySpan> => {
  const [, traceId = "0", spanId = "0", flags = ""] = parts.exec(traceparent ?? "") ?? []
  return nothing.test(traceId) || nothing.test(spanId)
    ? Option.none()
    : Option.some(
        Tracer.externalSpan({ traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 })
      )
}

const traceparentOf = ({ sampled, spanId, traceId }: Tracer.Span): string =>
  `00-${traceId}-${spanId}-${sampled ? "01" : "00"}`

class ServerFault {
  readonly _tag: string
  constructor(status: number) {
    this._tag = `HTTP ${status}`
  }
}

export class SpanKeeper {
  readonly #tracer: Tracer.Tracer
  readonly #sampler: Sampler
  readonly #clock: Clock.Clock

  constructor(tracer: Tracer.Tracer, sampler: Sampler, clock: Clock.Clock) {
    this.#tracer = tracer
    this.#sampler = sampler
    this.#clock = clock
  }

  /** From here on the visit's own span stands in its `traceparent`. */
  begin(visit: Visit, method: string): Tracer.Span {
    const { requestId, route } = visit
    const parent = callerOf(visit.traceparent)
    const span = this.#tracer.span({
      name: route === undefined ? method : `${method} ${route}`,
      parent,
      annotations: Context.empty(),
      links: [],
      startTime: this.#clock.currentTimeNanosUnsafe(),
      kind: "server",
      root: Option.isNone(parent),
      sampled: this.#sampler(parent)
    })
    span.attribute(attributes.method, method)
    span.attribute(attributes.requestId, requestId)
    visit.traceparent = traceparentOf(span)
    return span
  }

  /** The request has been answered with this status, or its caller has gone. */
  end(span: Tracer.Span, { partner, route }: Visit, status: number): void {
    // Last, as the router has its own way to write it.
    if (route !== undefined) span.attribute(attributes.route, route)
    span.attribute(attributes.status, status)
    if (partner !== undefined) span.attribute(attributes.keyId, partner.id)
    const exit = status < 500 ? Exit.void : Exit.fail(new ServerFault(status))
    span.end(this.#clock.currentTimeNanosUnsafe(), exit)
  }
}

/** Undefined where nothing is traced. */
export const RequestSpans = Context.Reference<SpanKeeper | undefined>(
  "@bill-payment-status/http/Operations/RequestSpans",
  { defaultValue: () => undefined }
)

/** What the gateway does for a request, below the request's span. */
export const below = <A, E, R>(
  span: Tracer.Span | undefined,
  effect: Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> => (span === undefined ? effect : Effect.withParentSpan(effect, span))
