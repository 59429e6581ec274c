/** Whether the gateway is up, and whether it can answer. */
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api"

/** Whether the gateway can answer, and why not. */
const readiness = <const Status extends string>(status: Status) =>
  Schema.Struct({
    status: Schema.Literal(status),
    provider: Schema.Literals(["reachable", "unreachable", "unknown"]).annotate({
      description: "What the last question to AOPay, or the last look at its port, found."
    }),
    circuit: Schema.Literals(["closed", "half-open", "open"]).annotate({
      description: "open: AOPay has been failing and is not asked for a while."
    }),
    load: Schema.Literals(["normal", "shedding"]),
    stopping: Schema.Boolean
  })

export const Ready = readiness("ready").annotate({ identifier: "Ready" })
export const NotReady = readiness("not-ready").annotate({ identifier: "NotReady" })

export class HealthApi extends HttpApiGroup.make("health")
  .add(
    HttpApiEndpoint.get("live", "/health/live", {
      success: Schema.Struct({ status: Schema.Literal("ok") }).annotate({ identifier: "Live" })
    }).annotateMerge(OpenApi.annotations({ identifier: "live", summary: "The process answers" })),
    HttpApiEndpoint.get("ready", "/health/ready", {
      success: Ready,
      error: NotReady.pipe(HttpApiSchema.status(503))
    }).annotateMerge(
      OpenApi.annotations({
        identifier: "ready",
        summary: "The gateway can ask AOPay",
        description:
          "503 while AOPay cannot be reached, the gateway is too busy, or it is being stopped. Asks AOPay nothing; opens a connection to it at most every 15 seconds when no question did."
      })
    )
  )
  .annotateMerge(
    OpenApi.annotations({ title: "Health", description: "For load balancers and orchestrators." })
  ) {}
