/** Traces, metrics and logs for a collector, by the standard `OTEL_` variables; off unless one names where it is. */
import cluster from "node:cluster"
import { randomUUID } from "node:crypto"
import { InvalidSetting, Setting } from "@bill-payment-status/core"
import { Clock, ConfigProvider, Effect, Layer, Schema, Tracer } from "effect"
import { Otlp, OtlpSerialization } from "effect/observability"
import packageJson from "../../package.json" with { type: "json" }
import { discreetTracer } from "./DiscreetTracer.ts"
import { Exports } from "./Exports.ts"
import { RequestSpans, SpanKeeper } from "./RequestSpans.ts"
import { readSampler, type Sampler } from "./Sampler.ts"

const endpointNames = [
  "OTEL_EXPORTER_OTLP_ENDPOINT",
  "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
  "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
  "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT"
]

const endpoint = (name: string) => ({
  name,
  schema: Schema.String.check(
    Schema.makeFilter((text) => /^https?:/.test(text) && URL.canParse(text))
  ),
  expected: "the address of a collector, e.g. http://127.0.0.1:4318"
})

const protocols = {
  "http/protobuf": OtlpSerialization.layerProtobuf,
  "http/json": OtlpSerialization.layerJson
} as const

const protocol = {
  name: "OTEL_EXPORTER_OTLP_PROTOCOL",
  schema: Schema.Literals(["http/protobuf", "http/json"]),
  expected: `${Object.keys(protocols).join(" or ")}; gRPC is not spoken`
}

const truth = {
  name: "OTEL_SDK_DISABLED",
  schema: Schema.Literals(["true", "false", "TRUE", "FALSE"]),
  expected: "true or false"
}

/** What Effect wants to be told, and the standard takes for granted. */
const withDefaults = Effect.map(ConfigProvider.ConfigProvider, (told) =>
  ConfigProvider.orElse(
    told,
    ConfigProvider.fromEnv({
      env: {
        OTEL_SERVICE_NAME: "bill-status-http",
        OTEL_SERVICE_VERSION: packageJson.version,
        OTEL_TRACES_EXPORTER: "otlp",
        OTEL_METRICS_EXPORTER: "otlp",
        OTEL_LOGS_EXPORTER: "otlp"
      }
    })
  )
)

const invalid = (defect: unknown): InvalidSetting => {
  const [setting = "OTEL_RESOURCE_ATTRIBUTES"] = /OTEL_\w+/.exec(String(defect)) ?? []
  return new InvalidSetting({ setting, message: `${setting} is not valid.` })
}

/** Each process is told apart, or what one counts would take the place of what another does. */
const resource = (told: string) =>
  cluster.isPrimary && told.includes("service.instance.id")
    ? {}
    : { attributes: { "service.instance.id": randomUUID() } }

const layerSpans = (sampler: Sampler) =>
  Layer.unwrap(
    Effect.gen(function* () {
      const tracer = discreetTracer(yield* Tracer.Tracer)
      const keeper = new SpanKeeper(tracer, sampler, yield* Clock.Clock)
      return Layer.mergeAll(
        Layer.succeed(Tracer.Tracer, tracer),
        Layer.succeed(RequestSpans, keeper)
      )
    })
  )

const attributesSetting = {
  name: "OTEL_RESOURCE_ATTRIBUTES",
  schema: Schema.String,
  expected: "names and values, e.g. deployment.environment=test"
}

const layerOn = Effect.gen(function* () {
  const serialization = protocols[yield* Setting.readOr(protocol, "http/protobuf")]
  const sampler = yield* readSampler
  const exports = new Exports()
  const told = yield* Setting.readOr(attributesSetting, "")
  const provider = yield* withDefaults
  return layerSpans((parent) => !exports.isBehind && sampler(parent)).pipe(
    Layer.provideMerge(Otlp.layerFromConfig({ resource: resource(told) })),
    Layer.provide([serialization, exports.layerClient]),
    Layer.provide(Layer.succeed(ConfigProvider.ConfigProvider, provider)),
    Layer.catchCause((cause) => Layer.effectContext(Effect.fail(invalid(cause))))
  )
})

/** What was not sent yet is sent when the scope closes. */
export const layerTelemetry: Layer.Layer<never, InvalidSetting> = Layer.unwrap(
  Effect.gen(function* () {
    const named = yield* Effect.forEach(endpointNames, (name) =>
      Setting.readOptional(endpoint(name))
    )
    const isDisabled = /true/i.test(yield* Setting.readOr(truth, "false"))
    return isDisabled || named.every(({ _tag }) => _tag === "None") ? Layer.empty : yield* layerOn
  })
)
