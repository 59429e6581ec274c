/** What a mock server is started with. */
import { DateTime } from "effect"
import type { FaultRule } from "../Engine/Fault.ts"
import type { NamespaceOptions } from "../Engine/Namespace.ts"
import type { ScenarioFile } from "../Engine/ScenarioFile.ts"
import type { LogName } from "./Log.ts"

/** All of it may be left out. */
export interface MockServerOptions {
  /** Default: 127.0.0.1. */
  readonly host?: string | undefined
  /** Default: any free one. */
  readonly port?: number | undefined
  /** Decides amounts, billers, chaos and quirks. Default: 0. */
  readonly seed?: number | undefined
  /** The clock stands still at this time: ISO 8601. Default: real time. */
  readonly clock?: string | undefined
  /** How many seconds pass in one real one. Default: 1. */
  readonly timeScale?: number | undefined
  /** Of every reference. */
  readonly faults?: ReadonlyArray<FaultRule> | undefined
  /** Of every reference. */
  readonly quirks?: ReadonlyArray<string> | undefined
  /** Transactions, faults and quirks from a file. */
  readonly scenarios?: ScenarioFile | undefined
  /** A provider that answers what no scenario describes. */
  readonly upstream?: URL | undefined
  /** Where to write what the provider behind says. */
  readonly record?: string | undefined
  /** Default: none. */
  readonly log?: LogName | undefined
  /** References that are remembered; the oldest go first. Default: 100,000. */
  readonly referencesAtMost?: number | undefined
  /** Journal entries in each namespace; the oldest go first. Default: 10,000. */
  readonly journalAtMost?: number | undefined
}

/** What each namespace begins with. */
export const namespaceOptions = ({
  clock,
  faults = [],
  journalAtMost = 10_000,
  quirks = [],
  referencesAtMost = 100_000,
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
    referencesAtMost
  }
}
