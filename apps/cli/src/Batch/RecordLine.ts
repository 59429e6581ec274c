/** A line of a record: what is believed of it, as somebody may have changed it. */
import { Paise, PaymentStatusJson } from "@bill-payment-status/core"
import { DateTime, Option, Schema } from "effect"
import type { Answer } from "../Answer.ts"

/** Of every line but the first. */
export const lineBeginning = '{"referenceId":'

const isPaymentStatus = Schema.is(PaymentStatusJson)
const isAmount = Schema.is(Schema.toEncoded(Paise))

const isInstant = (text: string | null | undefined): boolean =>
  text == null || Option.isSome(DateTime.make(text))

/** Whether an answer of an earlier run is final, and whole enough to be told again. */
export const canBeToldAgain = (answer: Answer): boolean =>
  isPaymentStatus(answer) &&
  answer.final &&
  (answer.verdict === "Paid" || answer.verdict === "Refunded") &&
  isAmount(answer.transaction.amount) &&
  isInstant(answer.transaction.addedAt) &&
  isInstant(answer.transaction.refund?.refundedAt)

/** Its other fields are looked at before it is told again. */
const looksLikeAnswer = (value: unknown): value is Answer =>
  typeof value === "object" &&
  value !== null &&
  "referenceId" in value &&
  typeof value.referenceId === "string" &&
  ("verdict" in value || "error" in value)

/** Undefined for what is no answer. */
export const parseLine = (line: string): Answer | undefined => {
  try {
    const value: unknown = JSON.parse(line)
    return looksLikeAnswer(value) ? value : undefined
  } catch {
    return undefined
  }
}
