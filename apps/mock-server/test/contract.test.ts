import {
  BillPaymentStatus,
  CallPolicy,
  makeAopayProvider,
  Provider
} from "@bill-payment-status/core"
import { PageExamples } from "@bill-payment-status/core/testing"
import { billPaymentStatusContract } from "@bill-payment-status/contract"
import { layerTransport } from "@bill-payment-status/core/node"
import { DateTime, Duration, Effect, Layer, Option } from "effect"
import { layerMockServer, MockServer } from "../src/index.ts"

const layerProvider = Layer.effect(
  Provider,
  Effect.gen(function* () {
    const { url } = yield* MockServer
    return yield* makeAopayProvider({
      baseUrl: new URL(url),
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
    Layer.provide([layerMockServer(), layerTransport])
  )
)
