import {
  BillPaymentStatus,
  CallPolicy,
  makeAopayProvider,
  Provider
} from "@bill-payment-status/core"
import { PageExamples } from "@bill-payment-status/core/testing"
import { billPaymentStatusContract } from "@bill-payment-status/contract"
import { layerTransport } from "@bill-payment-status/core/node"
import { NodeHttpServer } from "@effect/platform-node"
import { DateTime, Duration, Effect, Layer, Option } from "effect"
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
      registrationId: PageExamples.registration,
      apiKey: Option.none(),
      timeZone: DateTime.zoneMakeNamedUnsafe("Asia/Kolkata")
    })
  })
)

billPaymentStatusContract(
  "live, over the mock server",
  BillPaymentStatus.layerNoDeps.pipe(
    Layer.provide([
      layerProvider,
      CallPolicy.layer({ retries: 0, attemptTimeout: Duration.seconds(3) })
    ]),
    Layer.provide([layerMock, layerTransport])
  )
)
