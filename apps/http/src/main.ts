import { layerBillPaymentStatus, runProgram, serve } from "@bill-payment-status/program"
import { Layer } from "effect"
import { Routes } from "./Gateway.ts"

const name = "bill-status-http"

runProgram(
  name,
  serve(Routes.pipe(Layer.provide(layerBillPaymentStatus)), {
    name,
    defaultPort: 3000,
    // No key can be configured yet, so nobody outside this machine may ask.
    hosts: "loopback"
  })
)
