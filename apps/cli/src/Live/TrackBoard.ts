/** What is known of each payment that is followed, as events come in. */
import {
  type GaveUpWaiting,
  type InquiryError,
  meaningOf,
  type PaymentStatus,
  type Verdict
} from "@bill-payment-status/core"
import { type DateTime, HashMap, Option } from "effect"
import type { FollowEvent } from "../FollowAll.ts"

/** One payment. */
export interface Followed {
  readonly referenceId: string
  /** The last that was said; null when nothing was. */
  readonly status: PaymentStatus | null
  /** The verdict before the last change, or null. */
  readonly previous: Verdict | null
  /** Why the last question has no answer, or why following ended; else null. */
  readonly error: InquiryError | GaveUpWaiting | null
  /** When the verdict last changed or following ended; null before. */
  readonly changedAt: DateTime.Utc | null
  readonly next: Next
}

/** What comes next: a question, one that is under way, or nothing any more. */
type Next =
  | { readonly _tag: "NotBegun" }
  | { readonly _tag: "Asking" }
  | { readonly _tag: "Asks"; readonly at: DateTime.Utc }
  | { readonly _tag: "AsksNoMore" }
  | { readonly _tag: "Ended" }

export interface TrackBoard {
  readonly startedAt: DateTime.Utc
  /** How many questions have been asked, of those that were answered or failed. */
  readonly asked: number
  /** In the order asked for, each once. */
  readonly references: ReadonlyArray<string>
  readonly followed: HashMap.HashMap<string, Followed>
}

const notBegun = (referenceId: string): Followed => ({
  referenceId,
  status: null,
  previous: null,
  error: null,
  changedAt: null,
  next: { _tag: "NotBegun" }
})

/** Nobody has been asked yet. */
export const emptyBoard = (
  references: ReadonlyArray<string>,
  startedAt: DateTime.Utc
): TrackBoard => ({
  startedAt,
  asked: 0,
  references,
  followed: HashMap.fromIterable(references.map((id) => [id, notBegun(id)] as const))
})

/** Every payment, in the order asked for. */
export const paymentsOn = ({ followed, references }: TrackBoard): ReadonlyArray<Followed> =>
  references.map((referenceId) =>
    Option.getOrElse(HashMap.get(followed, referenceId), () => notBegun(referenceId))
  )

const told = (payment: Followed, event: FollowEvent, now: DateTime.Utc): Followed => {
  switch (event._tag) {
    case "Begun":
      return { ...payment, next: { _tag: "Asking" } }
    case "Changed": {
      const { previous, status } = event.change
      return { ...payment, status, previous, error: null, changedAt: now }
    }
    case "Waiting": {
      const { asksAt, error, last } = event.waiting
      const next: Next = asksAt === null ? { _tag: "AsksNoMore" } : { _tag: "Asks", at: asksAt }
      return { ...payment, status: last ?? payment.status, error, next }
    }
    case "Ended":
      return { ...payment, error: event.error, changedAt: now, next: { _tag: "Ended" } }
  }
}

/** A question ends in a wait or ends the tracking; giving up is not one. */
const questionsIn = (event: FollowEvent): number =>
  event._tag === "Waiting" || (event._tag === "Ended" && event.error?._tag !== "GaveUpWaiting")
    ? 1
    : 0

/** The board after an event. */
export const tellBoard = (
  board: TrackBoard,
  event: FollowEvent,
  now: DateTime.Utc
): TrackBoard => ({
  ...board,
  asked: board.asked + questionsIn(event),
  followed: HashMap.modifyAt(board.followed, event.referenceId, (payment) =>
    Option.some(
      told(
        Option.getOrElse(payment, () => notBegun(event.referenceId)),
        event,
        now
      )
    )
  )
})

/** Nothing is known yet, not even why. */
export const notKnown = "Not known"

/** What a payment stands at: a verdict, else why there is none. */
export const stateOf = ({ error, next, status }: Followed): string =>
  next._tag === "Ended" && error !== null && error._tag !== "GaveUpWaiting"
    ? error._tag
    : (status?.verdict ?? notKnown)

/** Each different outcome once, with what it means for the money. */
export const outcomesOn = (board: TrackBoard): ReadonlyMap<string, string> => {
  const advices = new Map<string, string>()
  for (const { error, next, status } of paymentsOn(board)) {
    if (status !== null) advices.set(status.verdict, meaningOf(status.verdict).advice)
    if (error !== null && (next._tag === "Ended" || status === null))
      advices.set(error._tag, error.advice)
  }
  return advices
}
