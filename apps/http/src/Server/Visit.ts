/** One request on its way through the gateway, from its headers to the last byte of its answer. */
import type { IncomingMessage, ServerResponse } from "node:http"
import type { Partner } from "../Admission/Partner.ts"
import type { Share } from "../Admission/Shares.ts"
import type { Tracer } from "effect"
import type { SpanKeeper } from "../Operations/RequestSpans.ts"
import { requestIdOf, traceparentOf } from "./RequestId.ts"

export class Visit {
  readonly requestId: string
  /** The caller's, or that of the visit's own span. */
  traceparent: string | undefined
  readonly response: ServerResponse
  /** As `performance.now()` has it. */
  readonly startedAt = performance.now()
  /** As the contract writes it, e.g. `/v1/transactions/{reference}`; never the address itself. */
  route: string | undefined
  /** Undefined where nothing is traced, and before the route is known. */
  span: Tracer.Span | undefined
  partner: Partner | undefined
  /** What the answer says of the partner's limits. */
  limits: ReadonlyArray<string> = []
  /** Its part of its partner's share. */
  share: Share | undefined
  /** Runs when the answer has been sent or the caller has gone. */
  leave: (() => void) | undefined
  readonly #method: string
  readonly #spans: SpanKeeper | undefined

  constructor(
    { headers, method = "" }: IncomingMessage,
    response: ServerResponse,
    spans: SpanKeeper | undefined
  ) {
    this.#method = method
    this.#spans = spans
    this.requestId = requestIdOf(headers)
    this.traceparent = traceparentOf(headers)
    this.response = response
  }

  /** Its route is known, or it has none. */
  enter(route: string | undefined): void {
    this.route = route
    this.span ??= this.#spans?.begin(this, this.#method)
  }

  /** It has been answered with this status, or its caller has gone. */
  end(status: number): void {
    this.leave?.()
    if (this.span !== undefined) this.#spans?.end(this.span, this, status)
  }
}

const visits = new WeakMap<object, Visit>()

/** For a request that goes on to the router; most do not, and the map costs the collector dearly. */
export const rememberVisit = (request: IncomingMessage, visit: Visit): void => {
  visits.set(request, visit)
}

/** The visit a request behind the router belongs to. */
export const visitOf = (request: object): Visit => {
  const visit = visits.get(request)
  if (visit === undefined) throw new Error("A request came in without the door.")
  return visit
}

/** Who was let in; a route that asks for a key has somebody. */
export const admittedPartner = ({ partner }: Visit): Partner => {
  if (partner === undefined) throw new Error("The route asks for no key.")
  return partner
}
