/**
 * What happens to every request, whatever its route: it gets a name, is turned away where the gateway is too
 * busy or where it fits no route, is counted and logged, and carries the strict headers.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http"
import {
  type GatewayProblem,
  MethodNotAllowedProblem,
  NoSuchRouteProblem,
  OverloadedProblem,
  UriTooLongProblem
} from "@bill-payment-status/http-api"
import type { Documents } from "../Documents/Documents.ts"
import type { TrafficCounts } from "../Operations/Traffic.ts"
import type { FastLane } from "../Transactions/FastLane.ts"
import { headersOf, type HeaderList, problemAnswer, send, unstored } from "./Answer.ts"
import type { LoadGate } from "./LoadGate.ts"
import type { Log } from "./Log.ts"
import { invalidRequest } from "./RequestFaultsLayer.ts"
import type { Route, RouteTable } from "./RouteTable.ts"
import type { Stop } from "./Stopping.ts"
import { beginVisit, type Visit } from "./Visit.ts"

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
  readonly documents: Documents
  readonly fastLane: FastLane
  /** Answers and logs a fault of the gateway's own. */
  readonly failed: (visit: Visit, defect: unknown) => void
  /** The router. */
  readonly routes: RequestListener
}

const isHealth = (url: string): boolean => url.startsWith("/health/")

const isDecodable = (path: string): boolean => {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}

const unknownNames = ({ query }: Route, search: string): ReadonlyArray<string> =>
  query === null || search === ""
    ? []
    : Array.from(new URLSearchParams(search).keys()).filter((name) => !query.has(name))

const setHeaders = (response: ServerResponse, headers: HeaderList): void => {
  for (let index = 0; index + 1 < headers.length; index += 2)
    response.setHeader(headers[index] ?? "", headers[index + 1] ?? "")
}

const hostless = (
  { requestId }: Visit,
  { headers, httpVersion }: IncomingMessage
): Fault | undefined =>
  headers.host === undefined && httpVersion === "1.1"
    ? {
        problem: invalidRequest(requestId, [
          { field: "host", message: "HTTP/1.1 asks for this header." }
        ])
      }
    : undefined

export const makeDoor = ({
  documents,
  failed,
  fastLane,
  gate,
  log,
  routes,
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
          headers: ["allow", [...new Set(methods.flatMap(withHead))].join(", ")]
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
    if (!isDecodable(path))
      return {
        problem: invalidRequest(requestId, [
          { field: "path", message: "It is not percent-encoded UTF-8." }
        ])
      }
    const matched = table.find(method, path)
    if (matched._tag !== "Route")
      return noRoute(visit, method, matched._tag === "None" ? undefined : matched.methods)
    visit.route = matched.route.template
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
    setHeaders(response, [...headersOf(visit), ...unstored])
    routes(request, response)
    return undefined
  }

  return (request, response) => {
    const visit = beginVisit(request, response)
    const { method = "", url = "" } = request
    traffic.inFlight += 1
    response.once("close", () => {
      traffic.inFlight -= 1
      visit.leave?.()
      const now = performance.now()
      const status = response.writableFinished ? response.statusCode : goneStatus
      traffic.ended(visit, status, now)
      log.request(visit, method, status, now - visit.startedAt)
    })
    if (stop.hasBegun) response.shouldKeepAlive = false
    const fault = hostless(visit, request) ?? (isHealth(url) ? undefined : turnedAway(visit))
    const found = fault ?? (fastLane(visit, request) ? undefined : route(visit, request))
    if (found !== undefined) send(visit, problemAnswer(found.problem, found.headers))
  }
}

const withHead = (method: string): ReadonlyArray<string> =>
  method === "GET" ? ["GET", "HEAD"] : [method]
