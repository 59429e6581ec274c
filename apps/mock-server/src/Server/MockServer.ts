/** The whole mock server: AOPay's route, `/_mock`, and what everything else is told. */
import { inquiryPath, plainText } from "@bill-payment-status/core"
import { NodeHttpServer } from "@effect/platform-node"
import { ByteSize, Cause, Clock, Deferred, Effect, Layer, Schema, type Scope } from "effect"
import { HttpIncomingMessage, HttpRouter, HttpServerError, ProblemDetails } from "effect/http"
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
  console.error(plainText(`bill-status-mock: ${problem.detail}`))
  return problem
}

const badNamespace = (response: ServerResponse): void =>
  answerProblem(response, {
    title: "Not a namespace",
    status: 400,
    detail: `${namespaceHeader} must be 1 to 64 letters, digits, dots, dashes or underscores.`
  })

const controlBytesAtMost = 1024 * 1024

const tooLarge: Problem = {
  title: "The body is too long",
  status: 413,
  detail: `The body is longer than ${controlBytesAtMost} bytes.`
}

const isTooLarge = (error: unknown): boolean =>
  HttpServerError.isHttpServerError(error) &&
  error.reason._tag === "RequestParseError" &&
  error.reason.reason === "BodyTooLarge"

const problemResponse = (problem: Problem) =>
  ProblemDetails.toResponse({ type: ProblemDetails.blankType, ...problem })

/** Longer than any reference, so that a long one is told what is wrong with it. */
const pathParameterAtMost = 8192

const makeControl = Effect.fnUntraced(function* (engine: Engine["Service"]) {
  const app = yield* HttpRouter.toHttpEffect(
    ControlRoutes.pipe(Layer.provide(Layer.succeed(Engine, engine)))
  ).pipe(Effect.provideService(HttpRouter.RouterConfig, { maxParamLength: pathParameterAtMost }))
  const scope = yield* Effect.scope
  const answering = app.pipe(
    Effect.catchReason("HttpServerError", "RouteNotFound", ({ request }) =>
      Effect.sync(() => problemResponse(loudly(request.method, pathOf(request))))
    ),
    Effect.catchCause((cause) =>
      isTooLarge(Cause.squash(cause))
        ? Effect.succeed(problemResponse(tooLarge))
        : Effect.failCause(cause)
    ),
    Effect.provideService(HttpIncomingMessage.MaxBodySize, ByteSize.bytes(controlBytesAtMost))
  )
  return yield* NodeHttpServer.makeHandler(answering, { scope })
}, Effect.provide(NodeHttpServer.layerHttpServices))

/** A page of another site may not drive the mock server through somebody's browser. */
const isForeign = ({ headers: { host, origin }, method }: IncomingMessage): boolean =>
  method !== "GET" && origin !== undefined && !origin.endsWith(`//${host}`)

const foreign: Problem = {
  title: "Another site",
  status: 403,
  detail: "The control API is not driven from pages of other sites."
}

/** The file to record in cannot be written. */
export class CannotRecord extends Schema.TaggedError<CannotRecord>()("CannotRecord", {
  file: Schema.String,
  /** The system's own name, e.g. `ENOENT`. */
  code: Schema.String
}) {
  override get message(): string {
    return `Cannot write ${this.file} (${this.code}).`
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "failed"

/** Listens until the scope closes. */
export const makeMockServer = Effect.fnUntraced(function* (
  options: MockServerOptions
): Effect.fn.Return<ListeningMockServer, CannotListen | CannotRecord, Scope.Scope> {
  const clock = yield* Clock.Clock
  const namespaces = new Namespaces(
    namespaceOptions(options),
    () => clock.currentTimeMillisUnsafe(),
    options.namespacesAtMost
  )
  const { log = "none", record, upstream } = options
  const recording =
    record === undefined
      ? undefined
      : yield* Effect.try({
          try: () => makeRecording(record),
          catch: (error) => new CannotRecord({ file: record, code: codeOf(error) })
        })
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
    if (path.startsWith("/_mock/")) {
      if (isForeign(request)) return answerProblem(response, foreign)
      // Whatever it is declared as, it is read as JSON: curl declares a form.
      request.headers["content-type"] = "application/json"
      return control(request, response)
    }
    answerProblem(response, loudly(request.method ?? "", path))
  }

  const { host = "127.0.0.1", port = 0 } = options
  const listener = yield* listen({ host, port }, answer)
  yield* Deferred.succeed(listening, listener)
  return { url: listener.url, namespaces, refuse }
})
