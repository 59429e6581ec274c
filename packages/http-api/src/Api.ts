/** The gateway's contract, from which server, typed client and OpenAPI come. */
import { HttpApi, OpenApi } from "effect/http-api"
import { CompatibleApi } from "./CompatibleApi.ts"
import { HealthApi } from "./HealthApi.ts"
import { MetricsApi } from "./MetricsApi.ts"
import { RequestFaults } from "./RequestFaults.ts"
import { TransactionsApi } from "./TransactionsApi.ts"

export class Api extends HttpApi.make("bill-payment-status")
  .add(TransactionsApi)
  .add(CompatibleApi)
  .add(HealthApi)
  .add(MetricsApi)
  .middleware(RequestFaults)
  .annotateMerge(
    OpenApi.annotations({
      title: "Bill payment status",
      version: "1",
      description: "Was the bill paid through AOPay, and is the money safe?"
    })
  ) {}
