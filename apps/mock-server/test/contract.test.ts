import {
  BillPaymentStatus,
  makeAopayProvider,
  Provider,
  RegistrationId
} from "@bill-payment-status/core"
import { billPaymentStatusContract } from "@bill-payment-status/contract"
import { layerTransport } from "@bill-payment-status/core/node"
import { NodeHttpServer } from "@effect/platform-node"
import { DateTime, Duration, Effect, Layer, Option, Redacted } from "effect"
import { HttpRouter, HttpServer } from "effect/http"
import { createServer } from "node:http"
import { Routes } from "../src/MockServer.ts"

const layerMock = HttpRouter.serve(Routes, { disableLogger: true, disableListenLog: true }).pipe(
  Layer.provideMerge(
    NodeHttpServer.layer(createServer, { port: 0, host: "127.0.0.1", gracefulShutdownTimeout: 0 })
  )
)

const layerProvider = Layer.effect(
  Provider,
  Effect.gen(function* () {
    const server = yield* HttpServer.HttpServer
    return yield* makeAopayProvider({
      baseUrl: new URL(HttpServer.formatAddress(server.address)),
      registrationId: Redacted.make(RegistrationId.make("AOP-554")),
      apiKey: Option.none(),
      timeZone: DateTime.zoneMakeNamedUnsafe("Asia/Kolkata"),
      attemptTimeout: Duration.seconds(3)
    })
  })
)

billPaymentStatusContract(
  "live, over the mock server",
  BillPaymentStatus.layerNoDeps.pipe(
    Layer.provide(layerProvider),
    Layer.provide([layerMock, layerTransport])
  )
)
