/** A change of a payment that is followed, or why following it ended. */
import {
  escapeUnsafe,
  type GaveUpWaiting,
  gaveUpWaitingToJson,
  type InquiryError,
  inquiryErrorToJson,
  indiaTime,
  plainText,
  TrackedChange,
  trackedChangeToJson
} from "@bill-payment-status/core"
import { DateTime } from "effect"

export interface ChangeOptions {
  /** Account numbers whole. */
  readonly unmasked: boolean
}

type Event = TrackedChange | InquiryError | GaveUpWaiting

const toJson = (event: Event, options: ChangeOptions): object => {
  if (event instanceof TrackedChange) return trackedChangeToJson(event, options)
  return event._tag === "GaveUpWaiting"
    ? gaveUpWaitingToJson(event, options)
    : inquiryErrorToJson(event)
}

/** One object, on one line. */
export const changeJson = (event: Event, options: ChangeOptions): string =>
  escapeUnsafe(JSON.stringify(toJson(event, options)))

/** `12:31:05`, in India. */
export const timeOf = (instant: DateTime.Utc): string =>
  DateTime.formatIsoOffset(DateTime.setZone(instant, indiaTime)).slice(11, 19)

/** One line for people, its time in India. */
export const changeText = (event: Event, _options: ChangeOptions): string => {
  if (event instanceof TrackedChange) {
    const { previous, status } = event
    const from = previous === null || previous === status.verdict ? "" : `${previous} → `
    const final = status.final ? ", final" : ""
    return plainText(
      `${timeOf(status.checkedAt)}  ${status.referenceId}  ${from}${status.verdict}${final}: ${status.why}`
    )
  }
  return plainText(`${event.referenceId}  ${event._tag}: ${event.message} ${event.advice}`)
}
