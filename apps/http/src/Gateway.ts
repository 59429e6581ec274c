/** Every route of the gateway. */
import { Api } from "@bill-payment-status/http-api"
import { Layer } from "effect"
import { HttpApiBuilder, HttpApiMiddleware } from "effect/http-api"
import { HealthHandlers } from "./HealthHandlers.ts"
import { TransactionsHandlers } from "./TransactionsHandlers.ts"

const handlers = Layer.mergeAll(TransactionsHandlers, HealthHandlers).pipe(
  Layer.provideMerge(HttpApiMiddleware.layerProblemDetails({ includeDetails: true }))
)

export const Routes = HttpApiBuilder.layer(Api, { openapiPath: "/openapi.json" }).pipe(
  Layer.provide(handlers)
)
