/** One request on its way through the gateway, from its headers to the last byte of its answer. */
import type { IncomingMessage, ServerResponse } from "node:http"
import type { Partner } from "../Admission/Partner.ts"
import { requestIdOf, traceparentOf } from "./RequestId.ts"

export class Visit {
  readonly requestId: string
  readonly traceparent: string | undefined
  readonly response: ServerResponse
  /** Nobody waits for a body. */
  readonly isHead: boolean
  /** As `performance.now()` has it. */
  readonly startedAt = performance.now()
  /** As the contract writes it, e.g. `/v1/transactions/{reference}`; never the address itself. */
  route = "none"
  partner: Partner | undefined
  /** What the answer says of the partner's limits. */
  limits: ReadonlyArray<string> = []
  /** Runs when the answer has been sent or the caller has gone. */
  leave: (() => void) | undefined

  constructor({ headers, method }: IncomingMessage, response: ServerResponse) {
    this.isHead = method === "HEAD"
    this.requestId = requestIdOf(headers)
    this.traceparent = traceparentOf(headers)
    this.response = response
  }
}

const visits = new WeakMap<object, Visit>()

export const beginVisit = (request: IncomingMessage, response: ServerResponse): Visit => {
  const visit = new Visit(request, response)
  visits.set(request, visit)
  return visit
}

/** The visit a request belongs to; every request the door has let in has one. */
export const visitOf = (request: object): Visit => {
  const visit = visits.get(request)
  if (visit === undefined) throw new Error("A request came in without the door.")
  return visit
}
