/** A change of a payment that is followed, or why following it ended. */
import {
  escapeUnsafe,
  type GaveUpWaiting,
  type InquiryError,
  inquiryErrorToJson,
  indiaTime,
  paymentStatusToJson,
  plainText,
  TrackedChange
} from "@bill-payment-status/core"
import { DateTime } from "effect"

export interface ChangeOptions {
  /** Account numbers whole. */
  readonly unmasked: boolean
}

type Event = TrackedChange | InquiryError | GaveUpWaiting

const toJson = (event: Event, { unmasked }: ChangeOptions): object => {
  if (event instanceof TrackedChange)
    return { ...paymentStatusToJson(event.status, { unmasked }), previous: event.previous }
  if (event._tag !== "GaveUpWaiting") return inquiryErrorToJson(event)
  const { last, message, referenceId, retry } = event
  return {
    referenceId,
    error: { tag: event._tag, responseCode: null, httpStatus: null, message, retry },
    last: last === null ? null : paymentStatusToJson(last, { unmasked })
  }
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
