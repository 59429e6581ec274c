/** Where a server of ours listens: `HOST` and `PORT`. */
import { createServer } from "node:http"
import { InvalidSetting, Setting } from "@bill-payment-status/core"
import { NodeHttpServer } from "@effect/platform-node"
import { Console, Effect, Layer, Schema } from "effect"
import { HttpRouter, HttpServer, type HttpServerError } from "effect/http"

export interface ServerOptions {
  readonly name: string
  readonly defaultPort: number
  /** `loopback` refuses an address that other machines reach. */
  readonly hosts: "any" | "loopback"
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
  schema: Schema.NumberFromString.check(
    Schema.isInt(),
    Schema.isBetween({ minimum: 0, maximum: 65_535 })
  ),
  expected: "a port number from 0 (any free one) to 65535"
}

const cannotListen =
  (address: { readonly host: string; readonly port: number }) =>
  ({ cause }: HttpServerError.ServeError): InvalidSetting => {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "failed"
    return new InvalidSetting({
      name: "PORT",
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

/** Serves `routes` until interrupted; prints `<name> listening on <url>` once it answers. */
export const serve = <E, R>(routes: Layer.Layer<never, E, R>, options: ServerOptions) =>
  HttpRouter.serve(routes, { disableLogger: true, disableListenLog: true }).pipe(
    Layer.merge(
      Layer.effectDiscard(
        HttpServer.addressFormattedWith((url) => Console.log(`${options.name} listening on ${url}`))
      )
    ),
    Layer.provide(Layer.effect(HttpServer.HttpServer, listen(options))),
    Layer.provide(NodeHttpServer.layerHttpServices),
    Layer.launch
  )
