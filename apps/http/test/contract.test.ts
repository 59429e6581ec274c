import { billPaymentStatusContract, providerContract } from "@bill-payment-status/contract"
import { layerGateway } from "@bill-payment-status/http-api"
import { afterAll, beforeAll } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { FetchHttpClient } from "effect/http"
import { mockSettings, type RunningServer, startServer } from "../../../scripts/programs.ts"

let mock: RunningServer
let gateway: RunningServer

beforeAll(async () => {
  mock = await startServer("mock-server")
  gateway = await startServer("http", {
    ...mockSettings(mock.address),
    BILL_STATUS_TIMEOUT: "1 second",
    BILL_STATUS_DEADLINE: "2 seconds"
  })
})

afterAll(async () => {
  await gateway.stop()
  await mock.stop()
})

billPaymentStatusContract(
  "the gateway, through its typed client",
  Layer.unwrap(Effect.sync(() => layerGateway({ baseUrl: gateway.address }))).pipe(
    Layer.provide(FetchHttpClient.layer)
  )
)

providerContract("the gateway's compatible route", () => gateway.address)
