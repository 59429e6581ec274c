/** What a mock server is started with. */
import { DateTime, Schema } from "effect"
import { FaultRule } from "../Engine/Fault.ts"
import type { NamespaceOptions } from "../Engine/Namespace.ts"
import { QuirkName } from "../Engine/QuirkName.ts"
import { ScenarioFile } from "../Engine/ScenarioFile.ts"
import { TimeText } from "../Engine/Time.ts"
import { Scale } from "../Engine/VirtualClock.ts"
import { logNames } from "./Log.ts"

const optional = Schema.optional

const Count = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 10_000_000 }))

/** An http or https address. */
export const UpstreamUrl = Schema.URLFromString.check(
  Schema.makeFilter(({ protocol }) =>
    ["http:", "https:"].includes(protocol) ? undefined : "Expected an http or https address"
  )
)

/** Each of them may be left out. */
export const MockServerOptions = Schema.Struct({
  /** Default: 127.0.0.1. */
  host: optional(Schema.NonEmptyString),
  /** Default: any free one. */
  port: optional(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 65_535 }))),
  /** Decides amounts, billers, chaos and quirks. Default: 0. */
  seed: optional(Schema.Int),
  /** The clock stands still at this time: ISO 8601. Default: real time. */
  clock: optional(TimeText),
  /** How many seconds pass in one real one. Default: 1. */
  timeScale: optional(Scale),
  /** Of every reference; the rules of `PUT /_mock/trouble`. */
  faults: optional(Schema.Array(FaultRule)),
  /** Of every reference. */
  quirks: optional(Schema.Array(QuirkName)),
  /** What a scenario file holds. */
  scenarios: optional(ScenarioFile),
  /** A provider that answers what no scenario describes. */
  upstream: optional(UpstreamUrl),
  /** The file to write what the provider behind says. */
  record: optional(Schema.NonEmptyString),
  /** Default: none. */
  log: optional(Schema.Literals(logNames)),
  /** References remembered in each namespace: these were used last, and up to as many more. Default: 100,000. */
  referencesKept: optional(Count),
  /** Journal entries in each namespace. Default: 10,000. */
  journalAtMost: optional(Count),
  /** Namespaces; the one not used for longest goes first. Default: 100. */
  namespacesAtMost: optional(Count)
}).annotate({ identifier: "MockServerOptions" })
export type MockServerOptions = typeof MockServerOptions.Type

/** What each namespace begins with. */
export const namespaceOptions = ({
  clock,
  faults = [],
  journalAtMost = 10_000,
  quirks = [],
  referencesKept = 100_000,
  scenarios,
  seed = 0,
  timeScale
}: MockServerOptions): NamespaceOptions => {
  const at = clock ?? scenarios?.clock
  return {
    seed,
    clock: {
      frozenAt: at === undefined ? undefined : DateTime.toEpochMillis(DateTime.makeUnsafe(at)),
      scale: timeScale
    },
    faults: [...faults, ...(scenarios?.faults ?? [])],
    quirks: [...quirks, ...(scenarios?.quirks ?? [])],
    plans: Object.entries(scenarios?.transactions ?? {}),
    journalAtMost,
    referencesKept
  }
}
