/** The life of a payment: which state it is in at which age. */
import { DateTime, Duration } from "effect"
import type { Verdict } from "../Verdict.ts"
import { recordBody, type RecordDetails, type RecordState } from "./SampleRecord.ts"

/** What AOPay's record says in each state, and the verdict it leads to. */
export const recordStates = {
  pending: { verdict: "Pending", status: "2", refunded: false, message: "Transaction Pending" },
  paid: { verdict: "Paid", status: "1", refunded: false, message: "Transaction Successful" },
  "refund-due": {
    verdict: "RefundDue",
    status: "0",
    refunded: false,
    message: "Transaction Failed"
  },
  refunded: { verdict: "Refunded", status: "0", refunded: true, message: "Transaction Refunded" },
  conflict: { verdict: "Conflict", status: "1", refunded: true, message: "Transaction Successful" }
} as const satisfies { readonly [state: string]: RecordState & { readonly verdict: Verdict } }

/** A state of a payment that is on record. */
export type StateName = keyof typeof recordStates

/** From an age on, a payment is in a state. */
export interface Stage {
  /** Counted from when the life began. */
  readonly after: Duration.Duration
  readonly state: StateName
}

/** Stages by age, the first from the beginning on. */
export type Life = readonly [Stage, ...Array<Stage>]

/** A life that changes after a while, or never. */
export const life = (
  first: StateName,
  ...later: ReadonlyArray<readonly [after: Duration.Input, state: StateName]>
): Life => [
  { after: Duration.zero, state: first },
  ...later.map(([after, state]) => ({ after: Duration.fromInputUnsafe(after), state }))
]

/** Which stage of a life it is at this age: a number into the life. */
export const stageAt = (stages: Life, age: Duration.Duration): number =>
  Math.max(
    0,
    stages.findLastIndex(({ after }) => Duration.isLessThanOrEqualTo(after, age))
  )

/** The body of a record in this stage of a life that began at `beganAt`. */
export const stageBody = (
  referenceId: string,
  { after, state }: Stage,
  { addedAt, beganAt }: { readonly addedAt: DateTime.Utc; readonly beganAt: DateTime.Utc },
  details: RecordDetails = {}
): string =>
  recordBody(referenceId, recordStates[state], addedAt, {
    ...(Duration.isZero(after) ? {} : { refundedAt: DateTime.addDuration(beganAt, after) }),
    ...details
  })
