/**
 * The way out on Node, for questions with a short body: keeps connections alive, follows no redirect,
 * understands compressed answers, and asks once more on a fresh connection when a kept one turns out to
 * be closed.
 */
import { Effect, Layer } from "effect"
import {
  HttpClient,
  HttpClientError,
  type HttpClientRequest,
  HttpClientResponse
} from "effect/http"
// The default exports, as tools that intercept requests change those and not the names.
import http from "node:http"
import https from "node:https"
import { Readable } from "node:stream"
import { decodedBody } from "./ContentDecoding.ts"
import { hasNoBody, isFinalStatus } from "./HttpStatus.ts"

interface Agents {
  readonly "http:": http.Agent
  readonly "https:": https.Agent
}

const makeAgents = Effect.acquireRelease(
  Effect.sync((): Agents => ({
    "http:": new http.Agent({ keepAlive: true }),
    "https:": new https.Agent({ keepAlive: true })
  })),
  (agents) =>
    Effect.sync(() => {
      agents["http:"].destroy()
      agents["https:"].destroy()
    })
)

/** What went wrong on the way, and whether only because a kept connection was closed meanwhile. */
interface Lost {
  readonly cause: Error
  readonly stale: boolean
}

const bodyOf = ({ body }: HttpClientRequest.HttpClientRequest): Uint8Array =>
  body._tag === "Uint8Array" ? body.body : new Uint8Array()

const isStale = (outgoing: http.ClientRequest, cause: Error): boolean =>
  outgoing.reusedSocket &&
  "code" in cause &&
  (cause.code === "ECONNRESET" || cause.code === "EPIPE")

const send = (
  request: HttpClientRequest.HttpClientRequest,
  url: URL,
  agents: Agents | undefined,
  signal: AbortSignal
): Effect.Effect<http.IncomingMessage, Lost> =>
  Effect.callback((resume) => {
    const { headers, method } = request
    const outgoing =
      url.protocol === "https:"
        ? https.request(url, { agent: agents?.["https:"] ?? false, headers, method, signal })
        : http.request(url, { agent: agents?.["http:"] ?? false, headers, method, signal })
    outgoing.once("response", (response) => resume(Effect.succeed(response)))
    outgoing.on("error", (cause) => resume(Effect.fail({ cause, stale: isStale(outgoing, cause) })))
    outgoing.end(bodyOf(request))
    return Effect.sync(() => outgoing.destroy())
  })

const noHttpStatus = (response: http.IncomingMessage): Lost => {
  response.destroy()
  const code = `HTTP ${response.statusCode}`
  return { cause: Object.assign(new Error(code), { code }), stale: false }
}

const toWeb = (response: http.IncomingMessage): Response => {
  const status = response.statusCode ?? 0
  const headers = Object.entries(response.headers).flatMap(
    ([name, value]): Array<[string, string]> => (typeof value === "string" ? [[name, value]] : [])
  )
  if (hasNoBody(status)) response.resume()
  const body = hasNoBody(status) ? null : Readable.toWeb(decodedBody(response))
  return new Response(body, { status, headers })
}

/** An `HttpClient` over `node:http` and `node:https`. */
export const layerTransport: Layer.Layer<HttpClient.HttpClient> = Layer.effect(
  HttpClient.HttpClient,
  Effect.map(makeAgents, (agents) =>
    HttpClient.make((request, url, signal) =>
      send(request, url, agents, signal).pipe(
        Effect.catchIf(
          ({ stale }) => stale,
          () => send(request, url, undefined, signal)
        ),
        Effect.filterOrFail(({ statusCode = 0 }) => isFinalStatus(statusCode), noHttpStatus),
        Effect.mapBoth({
          onSuccess: (response) => HttpClientResponse.fromWeb(request, toWeb(response)),
          onFailure: ({ cause }) =>
            new HttpClientError.HttpClientError({
              reason: new HttpClientError.TransportError({ request, cause })
            })
        })
      )
    )
  )
)
