/** What stands on the line of a payment that is followed. */
import { DateTime, Duration } from "effect"
import { timeOf } from "../Output/Change.ts"
import { errorWords } from "./errorWords.ts"
import { durationText } from "../Output/Figures.ts"
import type { Followed } from "./TrackBoard.ts"

/** Where there is nothing to say. */
export const none = "-"

/** How long ago it was added. A date in the future says nothing about that. */
export const ageText = ({ status }: Followed, now: DateTime.Utc): string => {
  const addedAt = status?.transaction.addedAt ?? null
  return addedAt === null || DateTime.isGreaterThan(addedAt, now)
    ? none
    : durationText(DateTime.distance(addedAt, now))
}

/** What happened last: `Pending → Paid 12:31:05`, or why there was no answer. */
export const happenedText = ({ changedAt, error, previous, status }: Followed): string => {
  if (error !== null) return errorWords(error)
  if (status === null || changedAt === null) return none
  const time = timeOf(changedAt)
  if (previous === null) return `first answer ${time}`
  return previous === status.verdict ? `final ${time}` : `${previous} → ${status.verdict} ${time}`
}

const endText = ({ error, status }: Followed): string => {
  if (error !== null) return error._tag === "GaveUpWaiting" ? "gave up" : "ended"
  return status?.final === true ? "final" : "done"
}

/** What comes next: `next question in 12 s`, or how following it ended. */
export const nextText = (payment: Followed, now: DateTime.Utc, over: boolean): string => {
  const { next } = payment
  if (next._tag === "Ended") return endText(payment)
  if (over) return "stopped"
  if (next._tag === "NotBegun") return "not asked yet"
  if (next._tag === "AsksNoMore") return "no more questions"
  if (next._tag === "Asking" || DateTime.isLessThanOrEqualTo(next.at, now)) return "asking…"
  const seconds = Math.ceil(Duration.toSeconds(DateTime.distance(now, next.at)))
  return `next question in ${durationText(Duration.seconds(seconds))}`
}

/** The same in as few cells as possible. */
export const shortNextText = (payment: Followed, now: DateTime.Utc, over: boolean): string =>
  nextText(payment, now, over).replace(/^next question | questions$/, "")
