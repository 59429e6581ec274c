/** What is printed about one reference: the public JSON object, a status or an error. */
import {
  type InquiryErrorJson,
  inquiryErrorToJson,
  type InquiryResult,
  type PaymentStatusJson,
  paymentStatusToJson,
  type Verdict
} from "@bill-payment-status/core"
import { Result } from "effect"

/** As it is printed and kept. */
export type Answer = PaymentStatusJson | InquiryErrorJson

/** A verdict, or the tag of an error. */
export type Outcome = Verdict | InquiryErrorJson["error"]["tag"]

/** What was learned about one reference. */
export interface Answered {
  readonly answer: Answer
  /** What to do now; null for an error that was told before, as its first telling said it. */
  readonly advice: string | null
  /** What AOPay said instead of an answer; empty where that says nothing. */
  readonly excerpt: string
}

/** Whether it is a status and not an error. */
export const isStatus = (answer: Answer): answer is PaymentStatusJson => "verdict" in answer

/** The outcome of an answer. */
export const outcomeOf = (answer: Answer): Outcome =>
  isStatus(answer) ? answer.verdict : answer.error.tag

/** The public form of a result. */
export const toAnswer = (
  { result }: InquiryResult,
  options: { readonly unmasked: boolean }
): Answer =>
  Result.match(result, {
    onFailure: inquiryErrorToJson,
    onSuccess: (status) => paymentStatusToJson(status, options)
  })
