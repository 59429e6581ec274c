import { BillPaymentStatus, CallPolicy } from "@bill-payment-status/core"
import { billPaymentStatusContract } from "@bill-payment-status/contract"
import { layerTransport } from "@bill-payment-status/core/node"
import { Duration, Layer } from "effect"
import { layerMockServer } from "../src/index.ts"
import { layerProvider } from "./layerProvider.ts"

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
