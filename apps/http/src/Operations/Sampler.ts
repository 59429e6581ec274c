/** Which requests are traced: `OTEL_TRACES_SAMPLER`. */
import { Setting } from "@bill-payment-status/core"
import { Effect, Option, Schema } from "effect"
import type { Tracer } from "effect"

/** Of a request with this parent, or of one that begins a trace. */
export type Sampler = (parent: Option.Option<Tracer.AnySpan>) => boolean

const names = [
  "always_on",
  "always_off",
  "traceidratio",
  "parentbased_always_on",
  "parentbased_always_off",
  "parentbased_traceidratio"
] as const

const sampler = {
  name: "OTEL_TRACES_SAMPLER",
  schema: Schema.Literals(names),
  expected: `one of ${names.join(", ")}`
}

const ratio = {
  name: "OTEL_TRACES_SAMPLER_ARG",
  schema: Schema.FiniteFromString.check(Schema.isBetween({ minimum: 0, maximum: 1 })),
  expected: "a number from 0 to 1, e.g. 0.05"
}

/** The last 56 bits of a trace's id, as a part of all they can be: the same for all who see the trace. */
const partOf = (traceId: string): number => Number.parseInt(traceId.slice(-14), 16) / 2 ** 56

const byRatio =
  (share: number): Sampler =>
  (parent) =>
    Option.match(parent, {
      onNone: () =>
        crypto.getRandomValues(new Uint32Array(1)).every((word) => word / 2 ** 32 < share),
      onSome: ({ traceId }) => partOf(traceId) < share
    })

const asParent =
  (root: Sampler): Sampler =>
  (parent) =>
    Option.match(parent, { onNone: () => root(parent), onSome: ({ sampled }) => sampled })

const always: Sampler = () => true
const never: Sampler = () => false

export const readSampler: Effect.Effect<Sampler, Setting.InvalidSetting> = Effect.gen(function* () {
  const share = yield* Setting.readOr(ratio, 1)
  switch (yield* Setting.readOr(sampler, "parentbased_always_on")) {
    case "always_on":
      return always
    case "always_off":
      return never
    case "traceidratio":
      return byRatio(share)
    case "parentbased_always_on":
      return asParent(always)
    case "parentbased_always_off":
      return asParent(never)
    case "parentbased_traceidratio":
      return asParent(byRatio(share))
  }
})
