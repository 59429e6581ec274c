/** What the gateway says of itself, without a key: in the document, but of no use to a typed client. */
import { Retry } from "@bill-payment-status/core"
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api"
import { NoSuchRouteProblem, RequestFaults } from "../src/index.ts"

const Page = Schema.String.pipe(HttpApiSchema.asText({ contentType: "text/html; charset=utf-8" }))

const ProblemType = Schema.Struct({
  type: Schema.String.annotate({
    description: "The `type` of the problem and the path of its page."
  }),
  tag: Schema.String,
  status: Schema.Int,
  title: Schema.String,
  retry: Retry.annotate({ description: "Whether asking again can help." }),
  cause: Schema.String.annotate({ description: "What happened." }),
  advice: Schema.String.annotate({ description: "What to do." })
}).annotate({ identifier: "ProblemType" })

const ProblemTypes = Schema.Struct({ problems: Schema.Array(ProblemType) }).annotate({
  identifier: "ProblemTypes"
})

export class DocumentsApi extends HttpApiGroup.make("documents")
  .add(
    HttpApiEndpoint.get("openapi", "/openapi.json", {
      success: Schema.Struct({ openapi: Schema.String }).annotate({ identifier: "OpenApi" })
    }).annotateMerge(OpenApi.annotations({ identifier: "openapi", summary: "This document" })),
    HttpApiEndpoint.get("docs", "/docs", { success: Page }).annotateMerge(
      OpenApi.annotations({ identifier: "docs", summary: "This document, as a page" })
    ),
    HttpApiEndpoint.get("problems", "/problems", { success: [ProblemTypes, Page] }).annotateMerge(
      OpenApi.annotations({ identifier: "problems", summary: "Every problem there is" })
    ),
    HttpApiEndpoint.get("problem", "/problems/:name", {
      params: {
        name: Schema.String.annotate({ description: "The last part of a problem's `type`." })
      },
      success: [ProblemType, Page],
      error: NoSuchRouteProblem
    }).annotateMerge(
      OpenApi.annotations({
        identifier: "problem",
        summary: "What one problem means and what to do about it"
      })
    )
  )
  .middleware(RequestFaults)
  .annotateMerge(
    OpenApi.annotations({
      title: "Documents",
      description: "What the gateway says of itself; without a key."
    })
  ) {}
