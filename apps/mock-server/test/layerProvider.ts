/** AOPay as the mock server that the environment has. */
import { makeAopayProvider, Provider } from "@bill-payment-status/core"
import { PageExamples } from "@bill-payment-status/core/testing"
import { DateTime, Effect, Layer, Option } from "effect"
import { MockServer } from "../src/index.ts"

export const layerProvider = Layer.effect(
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
