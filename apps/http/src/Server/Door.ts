/**
 * What happens to every request, whatever its route: it gets a name, is turned away where the gateway is too
 * busy or where it fits no route, is counted and logged, and carries the strict headers.
 */
import type { IncomingMessage, RequestListener } from "node:http"
import {
  type FieldFault,
  type GatewayProblem,
  MethodNotAllowedProblem,
  NoSuchRouteProblem,
  OverloadedProblem,
  UriTooLongProblem
} from "@bill-payment-status/http-api"
import type { Documents } from "../Documents/Documents.ts"
import type { SpanKeeper } from "../Operations/RequestSpans.ts"
import type { TrafficCounts } from "../Operations/Traffic.ts"
import type { FastLane } from "../Transactions/FastLane.ts"
import { headersOf, type HeaderList, problemAnswer, send, setHeaders, unstored } from "./Answer.ts"
import { headerFault } from "./HeaderFaults.ts"
import { isTellable } from "./isTellable.ts"
import type { LoadGate } from "./LoadGate.ts"
import type { Log } from "./Log.ts"
import { invalidRequest } from "./RequestFaultsLayer.ts"
import type { Route, RouteTable } from "./RouteTable.ts"
import type { Stop } from "./Stopping.ts"
import { rememberVisit, Visit } from "./Visit.ts"

const urlAtMost = 8192

/** A caller who did not wait for the answer. */
const goneStatus = 499

interface Fault {
  readonly problem: GatewayProblem
  readonly headers?: HeaderList
}

export interface DoorOptions {
  readonly gate: LoadGate["Service"]
  readonly stop: Stop
  readonly log: Log["Service"]
  readonly traffic: TrafficCounts
  readonly table: RouteTable
  /** Undefined where nothing is traced. */
  readonly spans: SpanKeeper | undefined
  readonly documents: Documents
  readonly fastLane: FastLane
  /** Answers and logs a fault of the gateway's own. */
  readonly failed: (visit: Visit, defect: unknown) => void
  /** The router. */
  readonly routes: RequestListener
}

const isHealth = (url: string): boolean => url.startsWith("/health/")

/** What is wrong with an address; undefined when nothing is. */
const urlFault = (url: string, path: string): FieldFault | undefined => {
  if (url.includes("#")) return { field: "path", message: "It has a #: write it as %23." }
  try {
    decodeURIComponent(path)
    return undefined
  } catch {
    return { field: "path", message: "It is not percent-encoded UTF-8." }
  }
}

const unknownNames = ({ query }: Route, search: string): ReadonlyArray<string> => {
  if (query === null || search === "") return []
  const unknown = Array.from(new URLSearchParams(search).keys()).filter((name) => !query.has(name))
  return [...new Set(unknown.map((name) => (isTellable(name) ? name : "query")))]
}

const misfit = ({ requestId }: Visit, request: IncomingMessage): Fault | undefined => {
  const fault = headerFault(request)
  return fault === undefined ? undefined : { problem: invalidRequest(requestId, [fault]) }
}

export const makeDoor = ({
  documents,
  failed,
  fastLane,
  gate,
  log,
  routes,
  spans,
  stop,
  table,
  traffic
}: DoorOptions): RequestListener => {
  const turnedAway = ({ requestId }: Visit): Fault | undefined => {
    if (!gate.isFull()) return undefined
    const problem = new OverloadedProblem({ detail: "The gateway is at its limit.", requestId })
    return { problem, headers: ["retry-after", "1"] }
  }

  const noRoute = (
    { requestId }: Visit,
    method: string,
    methods: ReadonlyArray<string> | undefined
  ): Fault =>
    methods === undefined
      ? {
          problem: new NoSuchRouteProblem({
            detail: "Nothing is at this address.",
            routes: table.names,
            requestId
          })
        }
      : {
          problem: new MethodNotAllowedProblem({
            detail: `The address does not answer to ${method}.`,
            requestId
          }),
          headers: ["allow", [...new Set(methods)].join(", ")]
        }

  const route = (visit: Visit, request: IncomingMessage): Fault | undefined => {
    const { method = "", url = "" } = request
    const { requestId, response } = visit
    if (url.length > urlAtMost)
      return {
        problem: new UriTooLongProblem({
          detail: `The address is longer than ${urlAtMost} characters.`,
          requestId
        })
      }
    const [path = "", ...rest] = url.split("?")
    const fault = urlFault(url, path)
    if (fault !== undefined) return { problem: invalidRequest(requestId, [fault]) }
    const matched = table.find(method, path)
    if (matched._tag !== "Route")
      return noRoute(visit, method, matched._tag === "None" ? undefined : matched.methods)
    visit.enter(matched.route.template)
    const unknown = unknownNames(matched.route, rest.join("?"))
    if (unknown.length > 0)
      return {
        problem: invalidRequest(
          requestId,
          unknown.map((field) => ({ field, message: "There is no such query parameter." }))
        )
      }
    const document = documents.get(path)
    if (document !== undefined) {
      void document.answer(request).then(
        (answer) => send(visit, answer),
        (defect) => failed(visit, defect)
      )
      return undefined
    }
    // The connection knows that no body may be sent; the router knows no HEAD.
    if (method === "HEAD") request.method = "GET"
    // The router would take what follows a semicolon for a query, and answer about another reference.
    if (path.includes(";")) request.url = [path.replaceAll(";", "%3B"), ...rest].join("?")
    setHeaders(response, [...headersOf(visit), ...unstored])
    rememberVisit(request, visit)
    routes(request, response)
    return undefined
  }

  return (request, response) => {
    const visit = new Visit(request, response, spans)
    const { method = "", url = "" } = request
    traffic.inFlight += 1
    response.on("close", () => {
      traffic.inFlight -= 1
      const now = performance.now()
      const status = response.writableFinished ? response.statusCode : goneStatus
      visit.end(status)
      traffic.ended(visit, status, now)
      log.request(visit, method, status, now - visit.startedAt)
    })
    if (stop.hasBegun) response.shouldKeepAlive = false
    const fault = (isHealth(url) ? undefined : turnedAway(visit)) ?? misfit(visit, request)
    const found = fault ?? (fastLane(visit, request) ? undefined : route(visit, request))
    if (found === undefined) return
    visit.enter(visit.route)
    send(visit, problemAnswer(found.problem, found.headers))
  }
}
