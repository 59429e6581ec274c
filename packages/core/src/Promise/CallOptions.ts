/** What a single call is made with. */
import { DateTime } from "effect"
import type { TrackPolicy } from "../Tracking.ts"
import { defined, given, knownOptions, milliseconds, refuse, wholeFrom } from "./Option.ts"

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
  /** Milliseconds. Default: a day more than the late-flip window, so 6 days. */
  readonly giveUpAfter?: number
  /** When the payment was sent; its age counts from here until AOPay says when it was added. */
  readonly sentAt?: Date
  /** How old a payment may be that is not on record yet, in milliseconds. Default: 15 minutes. */
  readonly notFoundUntil?: number
  /** Milliseconds between two questions, a fifth more or less, instead of the schedule by age. */
  readonly interval?: number
}

const sentAtOf = (sentAt: Date): DateTime.Utc =>
  sentAt instanceof Date && Number.isFinite(sentAt.getTime())
    ? DateTime.makeUnsafe(sentAt)
    : refuse("sentAt", "a valid Date")

const signalOf = ({ signal }: CallOptions): AbortSignal | undefined =>
  given(signal, (value) =>
    value instanceof AbortSignal ? value : refuse("signal", "an AbortSignal")
  )

/** Checked; throws a `TypeError` that names the option. */
export const callOptionsOf = (call: string, options: CallOptions | undefined) => {
  const known = knownOptions<CallOptions>(call, options, { signal: true })
  return { signal: signalOf(known) }
}

/** Checked; throws a `TypeError` that names the option. */
export const manyOptionsOf = (options: ManyOptions | undefined) => {
  const known = knownOptions<ManyOptions>("inspectMany", options, {
    signal: true,
    concurrency: true
  })
  const concurrency = given(known.concurrency, (value) => wholeFrom(1, "concurrency", value))
  return { signal: signalOf(known), many: defined({ concurrency }) }
}

/** Checked; throws a `TypeError` that names the option. */
export const trackOptionsOf = (options: TrackOptions | undefined) => {
  const known = knownOptions<TrackOptions>("track", options, {
    signal: true,
    until: true,
    giveUpAfter: true,
    sentAt: true,
    notFoundUntil: true,
    interval: true
  })
  const { giveUpAfter, interval, notFoundUntil, sentAt, until } = known
  const policy: TrackPolicy = defined({
    until: given(until, (value) =>
      value === "paid" || value === "final" ? value : refuse("until", '"paid" or "final"')
    ),
    giveUpAfter: given(giveUpAfter, (value) => milliseconds("giveUpAfter", value)),
    interval: given(interval, (value) => milliseconds("interval", value)),
    sentAt: given(sentAt, sentAtOf),
    notFoundUntil: given(notFoundUntil, (value) => milliseconds("notFoundUntil", value))
  })
  return { signal: signalOf(known), policy }
}
