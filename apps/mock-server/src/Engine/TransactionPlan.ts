/** What a person says about a reference: its life, or what is answered; and what goes wrong with it. */
import { Paise } from "@bill-payment-status/core"
import {
  type Life,
  recordStates,
  scenarios,
  type StateName
} from "@bill-payment-status/core/testing"
import { Duration, Schema, Struct } from "effect"
import { FaultRule } from "./Fault.ts"
import { HeaderName, HeaderValue } from "./Header.ts"
import { QuirkName } from "./QuirkName.ts"
import { UpToACentury } from "./Time.ts"

const optional = Schema.optionalKey

const literals = <const Name extends string>(names: ReadonlyArray<Name>) => Schema.Literals(names)

const stateNames: ReadonlyArray<StateName> = Struct.keys(recordStates)

/** Which state may follow which: a payment that is refunded stays so. */
const successors: { readonly [State in StateName]: ReadonlyArray<StateName> } = {
  pending: ["paid", "refund-due", "refunded", "conflict"],
  paid: ["refunded", "conflict"],
  "refund-due": ["refunded", "conflict"],
  refunded: ["conflict"],
  conflict: ["refunded"]
}

const State = Schema.Struct({
  state: literals(stateNames),
  /** Counted from when the life begins; the first state begins it. */
  after: optional(UpToACentury)
})

const afterOf = ({ after }: typeof State.Type): number =>
  after === undefined ? 0 : Duration.toMillis(after)

const States = Schema.NonEmptyArray(State).check(
  Schema.makeFilter((states) => {
    for (const [index, current] of states.entries()) {
      const before = states[index - 1]
      if (before === undefined) {
        if (current.after !== undefined)
          return { path: [index, "after"], issue: "the first state begins the life: leave it out" }
        continue
      }
      if (afterOf(current) <= afterOf(before))
        return { path: [index, "after"], issue: "must be longer than that of the state before" }
      if (!successors[before.state].includes(current.state))
        return {
          path: [index, "state"],
          issue: `${before.state} never becomes ${current.state}; to play it all the same, give exact answers`
        }
    }
    return undefined
  })
)

/** One exact answer; `contentType` is not repeated among `headers`. */
const Answer = Schema.Struct({
  status: optional(Schema.Int.check(Schema.isBetween({ minimum: 200, maximum: 599 }))),
  contentType: optional(HeaderValue),
  headers: optional(Schema.Record(HeaderName, HeaderValue)),
  /** Text as it is; anything else is written as JSON. */
  body: Schema.Union([Schema.String, Schema.Json])
})

/** Says what is answered; exactly one of them is given. */
const stories = {
  /** In one state for ever. */
  state: optional(literals(stateNames)),
  /** A life, which begins now. */
  states: optional(States),
  /** Exact answers in order; the last one stays. */
  answers: optional(Schema.NonEmptyArray(Answer)),
  /** One of the scenarios. */
  scenario: optional(literals(scenarios.map(({ name }) => name)))
}

/** Of a payment in a state; drawn from the reference where they are left out. */
const details = {
  /** Rupees, e.g. `100.00`. */
  amount: optional(Paise),
  operatorName: optional(Schema.NonEmptyString),
  customerAccount: optional(Schema.NonEmptyString)
}

const one = `exactly one of ${Object.keys(stories).join(", ")}`

/** What may be said about a reference. */
export const TransactionPlan = Schema.Struct({
  ...stories,
  ...details,
  /** Faults of this reference alone; the first that fits strikes. */
  faults: optional(Schema.Array(FaultRule)),
  /** Wire quirks of this reference, besides those of all. */
  quirks: optional(Schema.Array(QuirkName))
})
  .check(
    Schema.makeFilter((plan) => {
      const given = Object.keys(stories).filter((name) => name in plan)
      if (given.length !== 1)
        return `Expected ${one}; there is ${given.length === 0 ? "none" : given.join(" and ")}`
      const lives = "state" in plan || "states" in plan
      const detail = Object.keys(details).find((name) => name in plan)
      return lives || detail === undefined
        ? undefined
        : { path: [detail], issue: `goes with state or states, not with ${given[0]}` }
    })
  )
  .annotate({ identifier: "TransactionPlan" })
export type TransactionPlan = typeof TransactionPlan.Type

/** The stages of a plan that has states. */
export const stagesOf = ({ state, states }: TransactionPlan): Life | undefined => {
  if (state !== undefined) return [{ after: Duration.zero, state }]
  if (states === undefined) return undefined
  const [first, ...later] = states
  return [
    { after: Duration.zero, state: first.state },
    ...later.map((each) => ({ after: Duration.millis(afterOf(each)), state: each.state }))
  ]
}
