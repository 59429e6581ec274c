/** `BillPaymentStatus` as the gateway gives it: a program that asks AOPay asks the gateway by another layer. */
import {
  BillPaymentStatus,
  type Inquiry,
  type InquiryError,
  inquiryFault,
  CallPolicy,
  LateFlipWindow,
  MismatchedReference,
  noBody,
  type PaymentStatus,
  paymentStatusFromJson,
  ProviderTimeout,
  ProviderUnreachable,
  ReferenceId,
  serviceOver,
  UndecodableAnswer
} from "@bill-payment-status/core"
import { DateTime, Duration, Effect, Layer, Result } from "effect"
import type { HttpClient } from "effect/http"
import { type ApiClientOptions, makeApiClient } from "./ApiClient.ts"
import { type AskingProblem, inquiryErrorOf } from "./inquiryErrorOf.ts"
import { registrationHeader } from "./TransactionsApi.ts"

export interface GatewayOptions extends ApiClientOptions {
  /** E.g. `http://127.0.0.1:3000`. */
  readonly baseUrl: string
}

/** The gateway tells of its own deadline before. */
const beyondDeadline = Duration.seconds(5)

const isProblem = (error: { readonly _tag: string }): error is AskingProblem => "tag" in error

/**
 * Asks the gateway. It keeps timeouts, retries and one flight a question itself, and is waited for a little longer
 * than the deadline of the `CallPolicy`; account numbers come masked and without the provider's own body. Where the gateway does not let us in, that is an `UndecodableAnswer`;
 * where it is too busy, a `ProviderUnavailable`.
 */
export const layerGateway = ({
  baseUrl,
  ...options
}: GatewayOptions): Layer.Layer<BillPaymentStatus, never, HttpClient.HttpClient> =>
  Layer.effect(
    BillPaymentStatus,
    Effect.gen(function* () {
      const { transactions } = yield* makeApiClient(baseUrl, options)
      const lateFlipWindow = yield* LateFlipWindow
      const patience = Duration.sum((yield* CallPolicy).deadline, beyondDeadline)

      const ask = Effect.fnUntraced(function* (
        inquiry: Inquiry
      ): Effect.fn.Return<PaymentStatus, InquiryError> {
        const fault = inquiryFault(inquiry)
        if (fault !== undefined) return yield* fault
        const { referenceId: reference, registrationId } = inquiry
        const referenceId = ReferenceId.make(reference)
        const headers = registrationId === undefined ? {} : { [registrationHeader]: registrationId }
        const now = yield* DateTime.now
        const answered = yield* Effect.result(
          transactions.status({ params: { reference }, query: {}, headers })
        )
        const unreadable = (message: string) =>
          new UndecodableAnswer({
            referenceId,
            httpStatus: 200,
            message,
            checkedAt: now,
            rawBody: noBody,
            responseCode: null,
            path: "",
            excerpt: ""
          })
        if (Result.isSuccess(answered)) {
          const read = paymentStatusFromJson(answered.success)
          if (Result.isFailure(read)) return yield* unreadable(read.failure)
          return read.success.referenceId === referenceId
            ? read.success
            : yield* new MismatchedReference({
                referenceId,
                httpStatus: 200,
                message: "The gateway answered about another reference.",
                checkedAt: now,
                rawBody: noBody
              })
        }
        const { failure } = answered
        if (isProblem(failure)) return yield* inquiryErrorOf(failure, referenceId, now)
        return yield* failure._tag === "HttpClientError" && failure.reason._tag === "TransportError"
          ? new ProviderUnreachable({
              referenceId,
              httpStatus: null,
              rawBody: null,
              message: "The gateway cannot be reached."
            })
          : unreadable("The gateway's answer does not fit its contract.")
      })
      const askInTime = (inquiry: Inquiry): Effect.Effect<PaymentStatus, InquiryError> =>
        Effect.timeoutOrElse(ask(inquiry), {
          duration: patience,
          orElse: () =>
            Effect.fail(
              new ProviderTimeout({
                referenceId: ReferenceId.make(inquiry.referenceId),
                asked: true,
                message: "The gateway did not answer in time."
              })
            )
        })
      return serviceOver(askInTime, lateFlipWindow)
    })
  )
