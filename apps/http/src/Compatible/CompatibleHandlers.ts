/**
 * AOPay's own route: its own bytes, where they are an answer about the reference that was asked for. An
 * integration that reads them decides as it always did; what is not such an answer never looks like one.
 */
import {
  AopayWire,
  type InquiryError,
  MismatchedReference,
  type PaymentStatus
} from "@bill-payment-status/core"
import { Api, compatibleProblem } from "@bill-payment-status/http-api"
import { Effect, Redacted, Result } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { registrationFor } from "../Admission/Admission.ts"
import { CurrentPartner } from "../Admission/Partner.ts"
import { type Answer, problemAnswer, retryAfterHeader, unstored } from "../Server/Answer.ts"
import { incomingOf, reply } from "../Server/Exchange.ts"
import { readJsonBody } from "../Server/JsonBody.ts"
import { admittedPartner, visitOf } from "../Server/Visit.ts"
import { Transactions } from "../Transactions/Transactions.ts"
import { notPassedOn } from "./passesOn.ts"

const bodyBytesAtMost = 16 * 1024

type Said = Pick<PaymentStatus, "referenceId" | "httpStatus" | "checkedAt" | "rawBody">

/** Answered as JSON whatever AOPay declares, so that no browser takes it for a page. */
const asSaid = (
  { checkedAt, httpStatus, rawBody, referenceId }: Said,
  requestId: string
): Answer => {
  const text = Redacted.value(rawBody)
  const message = notPassedOn(text, referenceId)
  if (message === undefined)
    return {
      status: httpStatus,
      headers: ["content-type", "application/json", ...unstored],
      body: Buffer.from(text)
    }
  const error = new MismatchedReference({ referenceId, httpStatus, message, checkedAt, rawBody })
  return problemAnswer(compatibleProblem(error, requestId))
}

/** The errors that are answers: codes 2 to 7, about nobody else's reference. */
const isRefusal = (error: InquiryError): error is InquiryError & Said => {
  switch (error._tag) {
    case "TransactionNotFound":
    case "ServiceDisabled":
    case "InquiryRejected":
    case "UnableToProcess":
    case "TokenRejected":
    case "InvalidSignature":
      return true
    case "InvalidInquiry":
    case "UnknownResponseCode":
    case "MismatchedReference":
    case "UndecodableAnswer":
    case "ProviderUnavailable":
    case "ProviderUnreachable":
    case "ProviderTimeout":
    case "CircuitOpen":
      return false
  }
}

const answerOf = (result: Result.Result<PaymentStatus, InquiryError>, requestId: string): Answer =>
  Result.match(result, {
    onSuccess: (status) => asSaid(status, requestId),
    onFailure: (error) =>
      isRefusal(error)
        ? asSaid(error, requestId)
        : problemAnswer(compatibleProblem(error, requestId), retryAfterHeader(error))
  })

export const CompatibleHandlers = HttpApiBuilder.group(
  Api,
  "compatible",
  Effect.fnUntraced(function* (handlers) {
    const transactions = yield* Transactions
    return handlers.handleRaw("billPaymentStatus", ({ request }) => {
      const incoming = incomingOf(request)
      const visit = visitOf(incoming)
      const { requestId } = visit
      const partner = admittedPartner(visit)
      const options = {
        schema: AopayWire.InquiryBody,
        bytesAtMost: bodyBytesAtMost,
        requestId,
        exact: false
      }
      return Effect.matchEffect(readJsonBody(incoming, options), {
        onFailure: (problem) => reply(visit, problemAnswer(problem)),
        onSuccess: ({ RegistrationID, referenceid }) => {
          const field = "RegistrationID"
          const registration = registrationFor(partner, RegistrationID, { field, requestId })
          if ("_tag" in registration) return reply(visit, problemAnswer(registration.problem))
          return transactions.ask({ referenceId: referenceid, ...registration }).pipe(
            Effect.map(({ status }) => status),
            Effect.result,
            Effect.provideService(CurrentPartner, partner.id),
            Effect.flatMap((result) => reply(visit, answerOf(result, requestId)))
          )
        }
      })
    })
  })
)
