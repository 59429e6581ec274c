import { layerBillPaymentStatus, runServer } from "@bill-payment-status/program"
import { Layer } from "effect"
import { Routes } from "./Gateway.ts"

runServer(Routes.pipe(Layer.provide(layerBillPaymentStatus)), {
  name: "bill-status-http",
  defaultPort: 3000,
  // No key can be configured yet, so nobody outside this machine may ask.
  hosts: "loopback",
  routes: ["GET /v1/transactions/{reference}", "GET /health/live", "GET /openapi.json"]
})
