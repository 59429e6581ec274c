/** The gateway's contract, from which server, typed client and OpenAPI come. */
import { HttpApi, HttpApiMiddleware, OpenApi } from "effect/http-api"
import { HealthApi } from "./HealthApi.ts"
import { TransactionsApi } from "./TransactionsApi.ts"

export class Api extends HttpApi.make("bill-payment-status")
  .add(TransactionsApi)
  .add(HealthApi)
  .middleware(HttpApiMiddleware.ProblemDetails)
  .annotateMerge(
    OpenApi.annotations({
      title: "Bill payment status",
      version: "1",
      description: "Was the bill paid through AOPay, and is the money safe?"
    })
  ) {}
