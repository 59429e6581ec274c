/** What is counted and timed. */
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api"
import { Authorization } from "./Authorization.ts"
import { RequiredScope } from "./Scope.ts"

export class MetricsApi extends HttpApiGroup.make("metrics")
  .add(
    HttpApiEndpoint.get("metrics", "/metrics", {
      success: Schema.String.pipe(
        HttpApiSchema.asText({ contentType: "text/plain; version=0.0.4" })
      )
    })
      .annotate(RequiredScope, "admin")
      .annotateMerge(
        OpenApi.annotations({
          identifier: "metrics",
          summary: "Metrics, in the format of Prometheus"
        })
      )
  )
  .middleware(Authorization)
  .annotateMerge(
    OpenApi.annotations({ title: "Metrics", description: "For Prometheus and what reads it." })
  ) {}
