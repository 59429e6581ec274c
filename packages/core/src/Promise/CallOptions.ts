/** What a single call is made with. */
import { DateTime } from "effect"
import type { TrackPolicy } from "../Tracking.ts"
import { checked, defined, given, milliseconds, wholeFrom } from "./Option.ts"

/** For every call. Aborting rejects with the reason of the signal and ends the request on the wire. */
export interface CallOptions {
  readonly signal?: AbortSignal
}

/** For `inspectMany`. */
export interface ManyOptions extends CallOptions {
  /** How many references to ask about at a time. Default: 8. */
  readonly concurrency?: number
}

/** For `track`. */
export interface TrackOptions extends CallOptions {
  /** `final` follows a Paid until its late-flip window has passed. Default: `final`. */
  readonly until?: "paid" | "final"
  /** Milliseconds. Default: 6 days, a day more than the late-flip window. */
  readonly giveUpAfter?: number
  /** When the payment was sent; its age counts from here until AOPay says when it was added. */
  readonly sentAt?: Date
  /** How old a payment may be that is not on record yet, in milliseconds. Default: 15 minutes. */
  readonly notFoundUntil?: number
  /** Milliseconds between two questions, instead of the schedule by age. */
  readonly interval?: number
}

const sentAtOf = (sentAt: Date): DateTime.Utc =>
  DateTime.makeUnsafe(
    checked(
      sentAt instanceof Date && Number.isFinite(sentAt.getTime()),
      "sentAt",
      "a valid Date",
      sentAt
    )
  )

/** Checked; throws a `TypeError` that names the option. */
export const manyOptionsOf = ({ concurrency }: ManyOptions) =>
  defined({ concurrency: given(concurrency, (value) => wholeFrom(1, "concurrency", value)) })

/** Checked; throws a `TypeError` that names the option. */
export const trackPolicyOf = ({
  giveUpAfter,
  interval,
  notFoundUntil,
  sentAt,
  until
}: TrackOptions): TrackPolicy =>
  defined({
    until: given(until, (value) =>
      checked(["paid", "final"].includes(value), "until", '"paid" or "final"', value)
    ),
    giveUpAfter: given(giveUpAfter, (value) => milliseconds("giveUpAfter", value)),
    interval: given(interval, (value) => milliseconds("interval", value)),
    sentAt: given(sentAt, sentAtOf),
    notFoundUntil: given(notFoundUntil, (value) => milliseconds("notFoundUntil", value))
  })
