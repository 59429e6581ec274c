/** The control API as methods, without HTTP: one namespace of a running mock server. */
import { ReferenceId } from "@bill-payment-status/core"
import { DateTime, Duration, Schema } from "effect"
import { Expectation, type Verification, verify } from "../Engine/Expectation.ts"
import { FaultRule } from "../Engine/Fault.ts"
import type { JournalEntry, JournalFilter } from "../Engine/Journal.ts"
import type { TransactionView } from "../Engine/Transaction.ts"
import type { Namespaces } from "../Engine/Namespaces.ts"
import { QuirkName } from "../Engine/QuirkName.ts"
import { TimeText, UpToACentury } from "../Engine/Time.ts"
import { TransactionPlan } from "../Engine/TransactionPlan.ts"
import { type ClockState, Scale } from "../Engine/VirtualClock.ts"
import { checked } from "./Checked.ts"

/** The same JSON as the control API takes; what is malformed throws a `TypeError` that names the field. */
export interface Control {
  /** Begins a life: a state, states with times, exact answers or a scenario. */
  readonly put: (reference: string, plan: typeof TransactionPlan.Encoded) => TransactionView
  /** Where a reference is in its life; undefined when nothing is known about it. */
  readonly transaction: (reference: string) => TransactionView | undefined
  /** Moves the clock on, e.g. by `"3 days"`. */
  readonly advance: (by: string) => ClockState
  /** Stops the clock, now or at a time (ISO 8601). */
  readonly freeze: (at?: string) => ClockState
  /** Lets time pass again, as fast as before or at a scale. */
  readonly resume: (scale?: number) => ClockState
  /** Sets the faults of every reference; none ends them. */
  readonly faults: (...rules: ReadonlyArray<typeof FaultRule.Encoded>) => void
  /** Sets the wire quirks of every reference; none ends them. */
  readonly quirks: (...names: ReadonlyArray<string>) => void
  /** What was asked and answered, oldest first. */
  readonly journal: (filter?: JournalFilter) => ReadonlyArray<JournalEntry>
  /** Whether references were asked about as often, or in the order, expected. */
  readonly verify: (expectation: typeof Expectation.Encoded) => Verification
  /** As at the start. */
  readonly reset: () => void
}

const readPlan = checked("plan", TransactionPlan)
const readRules = checked("faults", Schema.Array(FaultRule))
const readExpectation = checked("expectation", Expectation)
const readDuration = checked("by", UpToACentury)
const readTime = checked("at", TimeText)
const readReference = checked("reference", ReferenceId)
const readScale = checked("scale", Scale)
const readQuirks = checked("quirks", Schema.Array(QuirkName))

/** Drives a namespace, which is made when it is first named. */
export const makeControl = (namespaces: Namespaces, name: string): Control => {
  const namespace = () => namespaces.get(name)
  return {
    put: (reference, plan) => {
      const current = namespace()
      return current.put(readReference(reference), readPlan(plan))
    },
    transaction: (reference) => namespace().view(reference),
    advance: (by) => {
      const { clock } = namespace()
      clock.advance(Duration.toMillis(readDuration(by)))
      return clock.state()
    },
    freeze: (at) => {
      const { clock } = namespace()
      clock.freeze(
        at === undefined ? undefined : DateTime.toEpochMillis(DateTime.makeUnsafe(readTime(at)))
      )
      return clock.state()
    },
    resume: (scale) => {
      const { clock } = namespace()
      clock.resume(scale === undefined ? undefined : readScale(scale))
      return clock.state()
    },
    faults: (...rules) => {
      namespace().faults = readRules(rules)
    },
    quirks: (...names) => {
      namespace().quirks = readQuirks(names)
    },
    journal: (filter) => namespace().journal.find(filter),
    verify: (expectation) => verify(readExpectation(expectation), namespace().journal),
    reset: () => namespace().reset()
  }
}
