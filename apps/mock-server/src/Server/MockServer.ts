/** The whole mock server: AOPay's route, `/_mock`, and what everything else is told. */
import { inquiryPath } from "@bill-payment-status/core"
import { NodeHttpServer } from "@effect/platform-node"
import { Clock, Deferred, Effect, Layer, type Scope } from "effect"
import { HttpRouter, ProblemDetails } from "effect/http"
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http"
import { ControlRoutes, Engine } from "../Control/ControlHandlers.ts"
import { namespaceHeader } from "../Control/NamespaceHeader.ts"
import { defaultNamespace, isNamespaceName, Namespaces } from "../Engine/Namespaces.ts"
import { providerOpenApi } from "../ProviderApi.ts"
import { type CannotListen, listen, type Listener } from "./Listener.ts"
import { logs } from "./Log.ts"
import { type MockServerOptions, namespaceOptions } from "./MockServerOptions.ts"
import { makeDocuments } from "../Page.ts"
import { answerProblem, type Problem } from "./Problem.ts"
import { makeProviderRoute } from "./ProviderRoute.ts"
import { makeRecording } from "./Recording.ts"
import { unmatched } from "./Unmatched.ts"
import { makeUpstream } from "./Upstream.ts"

/** A mock server that listens. */
export interface ListeningMockServer {
  readonly url: string
  /** Its state, for driving it without HTTP. */
  readonly namespaces: Namespaces
  /** Refuses every connection for so many milliseconds. */
  readonly refuse: (millis: number) => Effect.Effect<void>
}

/** `/ns/job-1/…` is `…` in the namespace job-1. */
const prefix = /^\/ns\/([^/?]+)(?=\/)/

const withoutPrefix = (request: IncomingMessage): void => {
  const [whole, name] = prefix.exec(request.url ?? "") ?? []
  if (whole === undefined || name === undefined) return
  request.headers[namespaceHeader] = name
  request.url = (request.url ?? "").slice(whole.length)
}

const namespaceOf = ({ headers }: IncomingMessage): string => {
  const name = headers[namespaceHeader]
  return typeof name === "string" && name !== "" ? name : defaultNamespace
}

const pathOf = ({ url = "/" }: { readonly url?: string | undefined }): string =>
  url.split("?", 1)[0] ?? url

const loudly = (method: string, path: string): Problem => {
  const problem = unmatched(method, path)
  console.error(`bill-status-mock: ${problem.detail}`)
  return problem
}

const badNamespace = (response: ServerResponse): void =>
  answerProblem(response, {
    title: "Not a namespace",
    status: 400,
    detail: `${namespaceHeader} must be 1 to 64 letters, digits, dots, dashes or underscores.`
  })

const makeControl = Effect.fnUntraced(function* (engine: Engine["Service"]) {
  const app = yield* HttpRouter.toHttpEffect(
    ControlRoutes.pipe(Layer.provide(Layer.succeed(Engine, engine)))
  )
  const scope = yield* Effect.scope
  const answering = Effect.catchReason(app, "HttpServerError", "RouteNotFound", ({ request }) =>
    Effect.sync(() =>
      ProblemDetails.toResponse({
        type: ProblemDetails.blankType,
        ...loudly(request.method, pathOf(request))
      })
    )
  )
  return yield* NodeHttpServer.makeHandler(answering, { scope })
}, Effect.provide(NodeHttpServer.layerHttpServices))

/** Listens until the scope closes. */
export const makeMockServer = Effect.fnUntraced(function* (
  options: MockServerOptions
): Effect.fn.Return<ListeningMockServer, CannotListen, Scope.Scope> {
  const clock = yield* Clock.Clock
  const namespaces = new Namespaces(namespaceOptions(options), () =>
    clock.currentTimeMillisUnsafe()
  )
  const { log = "none", record, upstream } = options
  const recording = record === undefined ? undefined : makeRecording(record)
  const provider = makeProviderRoute({
    namespaces,
    log: logs[log],
    upstream: upstream === undefined ? undefined : makeUpstream(upstream, recording)
  })
  const documents = makeDocuments({ "/_mock/openapi.json": providerOpenApi() })
  const listening = yield* Deferred.make<Listener>()
  const refuse = (millis: number) =>
    Effect.flatMap(Deferred.await(listening), (listener) => listener.refuse(millis))
  const control = yield* makeControl({ namespaces, refuse })

  const answer: RequestListener = (request, response) => {
    withoutPrefix(request)
    const namespace = namespaceOf(request)
    const path = pathOf(request)
    if (!isNamespaceName(namespace)) return badNamespace(response)
    if (path === inquiryPath && request.method === "POST")
      return provider(namespace, request, response)
    const document = request.method === "GET" ? documents.get(path) : undefined
    if (document !== undefined) return document(response)
    if (path.startsWith("/_mock/")) return control(request, response)
    answerProblem(response, loudly(request.method ?? "", path))
  }

  const { host = "127.0.0.1", port = 0 } = options
  const listener = yield* listen({ host, port }, answer)
  yield* Deferred.succeed(listening, listener)
  return { url: listener.url, namespaces, refuse }
})
