/** Asks AOPay over HTTP, as its page shows: exactly its headers, no redirect followed. */
import { Effect, Layer, Option, Redacted, Result } from "effect"
import { Headers } from "effect/http"
import { ProviderUnreachable } from "../InquiryError.ts"
import type { ValidInquiry } from "../Inquiry.ts"
import { Provider, type ProviderAnswer } from "../Provider.ts"
import { redactBody } from "../RawBody.ts"
import { type AopaySettings, loadAopaySettings } from "./AopaySettings.ts"
import { Transport, type TransportAnswer, type TransportLost } from "./Transport.ts"

/** The route on AOPay's page. */
export const inquiryPath = "/api/AOP/BillPaymentStatus"

const apiKeyHeader = "api-key"
const answerBytesAtMost = 1024 * 1024

const endpointOf = (baseUrl: URL): URL => {
  const endpoint = new URL(baseUrl)
  endpoint.pathname = baseUrl.pathname.replace(/\/+$/, "") + inquiryPath
  return endpoint
}

/** Whether complete bytes were not compressed as declared, by the codes of zlib, zstd and brotli. */
const isDecodingError = (code: string): boolean => /^(Z_|ZSTD_|ERR__)/.test(code)

const readRetryAfter = ({ headers }: TransportAnswer, now: number) => {
  const header = headers["retry-after"]
  return header === undefined
    ? undefined
    : Result.match(Headers.parseRetryAfter(String(header)), {
        onFailure: () => undefined,
        onSuccess: (retryAfter) => Headers.retryAfterDelay(retryAfter, now)
      })
}

const read = (answer: TransportAnswer, now: number): ProviderAnswer => {
  const { body, complete, httpStatus } = answer
  const said = { httpStatus, body, retryAfter: readRetryAfter(answer, now) }
  return complete
    ? said
    : { ...said, unreadable: `The answer is longer than ${answerBytesAtMost} bytes.` }
}

/** The provider behind these settings. */
export const makeAopayProvider = Effect.fnUntraced(function* (settings: AopaySettings) {
  const { apiKey, baseUrl, registrationId, timeZone } = settings
  const transport = yield* Transport
  const url = endpointOf(baseUrl)
  const headers = Option.match(apiKey, {
    onNone: () => ({}),
    onSome: (key) => ({ [apiKeyHeader]: Redacted.value(key) })
  })

  const unanswered = (
    { referenceId }: ValidInquiry,
    { body, code, httpStatus }: TransportLost
  ): Effect.Effect<ProviderAnswer, ProviderUnreachable> =>
    httpStatus !== null && isDecodingError(code)
      ? Effect.succeed({
          httpStatus,
          body,
          unreadable: `The answer is not compressed as it says (${code}).`
        })
      : Effect.fail(
          new ProviderUnreachable({
            referenceId,
            httpStatus,
            rawBody: httpStatus === null ? null : redactBody(body),
            message:
              httpStatus === null
                ? `No answer from ${baseUrl.origin} (${code}).`
                : `The connection was lost in the middle of the answer (${code}).`
          })
        )

  const ask = (inquiry: ValidInquiry): Effect.Effect<ProviderAnswer, ProviderUnreachable> => {
    const body = JSON.stringify({
      referenceid: inquiry.referenceId,
      RegistrationID: Redacted.value(inquiry.registrationId)
    })
    return Effect.matchEffect(transport.send({ url, headers, body, answerBytesAtMost }), {
      onFailure: (lost) => unanswered(inquiry, lost),
      onSuccess: (answer) =>
        Effect.clockWith((clock) => Effect.succeed(read(answer, clock.currentTimeMillisUnsafe())))
    })
  }

  return Provider.of({
    ask,
    registrationId,
    secrets: [registrationId, ...Option.toArray(apiKey)],
    timeZone
  })
})

/** AOPay as the settings describe it; needs a `Transport`. */
export const layerAopay = Layer.effect(
  Provider,
  Effect.flatMap(loadAopaySettings, makeAopayProvider)
)
