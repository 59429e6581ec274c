/** Serves routes over HTTP as a program. */
import { createServer } from "node:http"
import type { InvalidSetting } from "@bill-payment-status/core"
import { NodeHttpServer } from "@effect/platform-node"
import { Console, Effect, Layer } from "effect"
import { HttpRouter, HttpServer, ProblemDetails } from "effect/http"
import { cannotListen, type Hosts, readAddress } from "./Address.ts"
import { runProgram, WrongUsage } from "./Program.ts"
import { errorCode } from "./ErrorCode.ts"

export interface ServerOptions {
  readonly name: string
  readonly defaultPort: number
  readonly hosts: Hosts
  /** What exists, for whoever asks for what does not: `GET /path`. */
  readonly routes: ReadonlyArray<string>
}

const listen = Effect.fnUntraced(function* ({ defaultPort, hosts }: ServerOptions) {
  const address = yield* readAddress(hosts, defaultPort)
  return yield* NodeHttpServer.make(createServer, {
    ...address,
    gracefulShutdownTimeout: "2 seconds"
  }).pipe(Effect.mapError((error) => cannotListen(address, errorCode(error.cause))))
})

/** What a program's routes may need: a router, and what Node's HTTP server brings. */
type Routes = Layer.Layer<
  never,
  InvalidSetting,
  HttpRouter.HttpRouter | Layer.Success<typeof NodeHttpServer.layerHttpServices>
>

/** Longer than any reference that is asked about, so that a long one is told what is wrong with it. */
const pathParameterAtMost = 8192

const answering = (routes: Routes, { name, routes: existing }: ServerOptions) =>
  HttpRouter.toHttpEffect(routes).pipe(
    Effect.provideService(HttpRouter.RouterConfig, { maxParamLength: pathParameterAtMost }),
    Effect.map((answer) =>
      Effect.catchReason(answer, "HttpServerError", "RouteNotFound", ({ request }) =>
        Effect.succeed(
          ProblemDetails.toResponse({
            type: ProblemDetails.blankType,
            title: "No such route",
            status: 404,
            detail: `${name} has no ${request.method} ${request.url}.`,
            routes: existing
          })
        )
      )
    )
  )

/**
 * Serves `routes` until interrupted; prints `<name> listening on <url>` once it answers. Whatever no
 * route answers is a problem that says what exists.
 */
const serve = (routes: Routes, options: ServerOptions) =>
  Layer.unwrap(Effect.map(answering(routes, options), (answer) => HttpServer.serve(answer))).pipe(
    Layer.merge(
      Layer.effectDiscard(
        HttpServer.addressFormattedWith((url) => Console.log(`${options.name} listening on ${url}`))
      )
    ),
    Layer.provide(Layer.effect(HttpServer.HttpServer, listen(options))),
    Layer.provide(NodeHttpServer.layerHttpServices),
    Layer.launch
  )

/** Runs a server as this process. It takes no arguments and, asked to stop, exits 0. */
export const runServer = (routes: Routes, options: ServerOptions): void =>
  runProgram(
    options.name,
    process.argv.length > 2
      ? Effect.fail(new WrongUsage({ message: "Takes no arguments; set HOST and PORT instead." }))
      : serve(routes, options),
    { interruptedCode: 0 }
  )
