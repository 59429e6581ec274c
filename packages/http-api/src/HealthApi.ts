/** Whether the gateway itself is up. */
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"

export class HealthApi extends HttpApiGroup.make("health")
  .add(
    HttpApiEndpoint.get("live", "/health/live", {
      success: Schema.Struct({ status: Schema.Literal("ok") }).annotate({ identifier: "Live" })
    }).annotateMerge(OpenApi.annotations({ summary: "The process answers" }))
  )
  .annotateMerge(OpenApi.annotations({ title: "Health" })) {}
