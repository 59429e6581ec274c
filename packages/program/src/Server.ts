/** Where a server of ours listens: `HOST` and `PORT`. */
import { createServer } from "node:http"
import { InvalidSetting, Setting } from "@bill-payment-status/core"
import { NodeHttpServer } from "@effect/platform-node"
import { Console, Effect, Layer, Schema } from "effect"
import { HttpRouter, HttpServer, type HttpServerError, ProblemDetails } from "effect/http"
import { runProgram, WrongUsage } from "./Program.ts"

export interface ServerOptions {
  readonly name: string
  readonly defaultPort: number
  /** `loopback` refuses an address that other machines reach. */
  readonly hosts: "any" | "loopback"
  /** What exists, for whoever asks for what does not: `GET /path`. */
  readonly routes: ReadonlyArray<string>
}

const host = {
  any: {
    name: "HOST",
    schema: Schema.NonEmptyString,
    expected: "the address to listen on, e.g. 127.0.0.1"
  },
  loopback: {
    name: "HOST",
    schema: Schema.String.check(Schema.isPattern(/^(127\.\d+\.\d+\.\d+|::1|localhost)$/)),
    expected: "a loopback address, e.g. 127.0.0.1: without keys only this machine may ask"
  }
}

const port = {
  name: "PORT",
  schema: Schema.String.check(Schema.isPattern(/^\d{1,5}$/)).pipe(
    Schema.decodeTo(Schema.FiniteFromString),
    Schema.check(Schema.isBetween({ minimum: 0, maximum: 65_535 }))
  ),
  expected: "a port number from 0 (any free one) to 65535"
}

const cannotListen =
  (address: { readonly host: string; readonly port: number }) =>
  ({ cause }: HttpServerError.ServeError): InvalidSetting => {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "failed"
    return new InvalidSetting({
      setting: "PORT",
      message: `Cannot listen on ${address.host} port ${address.port} (${code}). Set HOST and PORT to an address that is free, e.g. PORT=0 for any free port.`
    })
  }

const listen = Effect.fnUntraced(function* ({ defaultPort, hosts }: ServerOptions) {
  const address = {
    host: yield* Setting.readOr(host[hosts], "127.0.0.1"),
    port: yield* Setting.readOr(port, defaultPort)
  }
  return yield* NodeHttpServer.make(createServer, {
    ...address,
    gracefulShutdownTimeout: "2 seconds"
  }).pipe(Effect.mapError(cannotListen(address)))
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
