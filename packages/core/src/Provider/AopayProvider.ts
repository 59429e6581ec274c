/** Asks AOPay over HTTP, as its page shows: exactly its headers, no redirect followed. */
import { Clock, Effect, Layer, Option, Redacted, Result, Stream } from "effect"
import {
  FetchHttpClient,
  Headers,
  HttpClient,
  type HttpClientError,
  HttpClientRequest,
  type HttpClientResponse
} from "effect/http"
import { ProviderUnreachable, UndecodableAnswer } from "../InquiryError.ts"
import type { ValidInquiry } from "../Inquiry.ts"
import { Provider } from "../Provider.ts"
import { redactBody } from "../RawBody.ts"
import type { ReferenceId } from "../ReferenceId.ts"
import { type AopaySettings, loadAopaySettings } from "./AopaySettings.ts"

/** The route on AOPay's page. */
export const inquiryPath = "/api/AOP/BillPaymentStatus"

const apiKeyHeader = "api-key"
const answerBytesAtMost = 1024 * 1024

const endpointOf = (baseUrl: URL): URL => {
  const endpoint = new URL(baseUrl)
  endpoint.pathname = baseUrl.pathname.replace(/\/+$/, "") + inquiryPath
  return endpoint
}

/** The system's own name of what went wrong, e.g. `ECONNREFUSED`; never the request, as it holds secrets. */
const systemCode = (error: HttpClientError.HttpClientError): string => {
  let cause: unknown = error.cause
  while (cause instanceof Error) {
    if ("code" in cause && typeof cause.code === "string") return cause.code
    cause = cause.cause
  }
  return "connection failed"
}

const readBody = (response: HttpClientResponse.HttpClientResponse, referenceId: ReferenceId) =>
  Effect.suspend(() => {
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true })
    let bytes = 0
    let body = ""
    const said = () => ({
      referenceId,
      httpStatus: response.status,
      rawBody: redactBody(body)
    })
    return response.stream.pipe(
      Stream.mapError((error) => {
        const code = systemCode(error)
        return code.startsWith("Z_")
          ? new UndecodableAnswer({
              ...said(),
              responseCode: null,
              path: "",
              message: `The answer is not compressed as it says (${code}).`
            })
          : new ProviderUnreachable({
              ...said(),
              message: `The connection was lost in the middle of the answer (${code}).`
            })
      }),
      Stream.runForEach((chunk) => {
        bytes += chunk.byteLength
        body += decoder.decode(chunk, { stream: true })
        return bytes <= answerBytesAtMost
          ? Effect.void
          : Effect.fail(
              new UndecodableAnswer({
                ...said(),
                responseCode: null,
                path: "",
                message: `The answer is longer than ${answerBytesAtMost} bytes.`
              })
            )
      }),
      Effect.map(() => body + decoder.decode())
    )
  })

const readRetryAfter = (response: HttpClientResponse.HttpClientResponse) =>
  Effect.map(Clock.currentTimeMillis, (now) =>
    Result.match(Headers.parseRetryAfter(response.headers["retry-after"] ?? ""), {
      onFailure: () => undefined,
      onSuccess: (retryAfter) => Headers.retryAfterDelay(retryAfter, now)
    })
  )

/** The provider behind these settings. */
export const makeAopayProvider = Effect.fnUntraced(function* (settings: AopaySettings) {
  const { apiKey, baseUrl, registrationId, timeZone } = settings
  const client = yield* HttpClient.HttpClient
  const redactedNames = yield* Headers.CurrentRedactedNames
  const endpoint = endpointOf(baseUrl)
  const headers = Option.match(apiKey, {
    onNone: () => ({}),
    onSome: (key) => ({ [apiKeyHeader]: Redacted.value(key) })
  })

  const ask = Effect.fnUntraced(
    function* (inquiry: ValidInquiry) {
      const { referenceId } = inquiry
      const response = yield* HttpClientRequest.post(endpoint, { headers }).pipe(
        HttpClientRequest.bodyJsonUnsafe({
          referenceid: referenceId,
          RegistrationID: Redacted.value(inquiry.registrationId)
        }),
        client.execute,
        Effect.mapError(
          (error) =>
            new ProviderUnreachable({
              referenceId,
              httpStatus: null,
              rawBody: null,
              message: `No answer from ${baseUrl.origin} (${systemCode(error)}).`
            })
        )
      )
      return {
        httpStatus: response.status,
        body: yield* readBody(response, referenceId),
        retryAfter: yield* readRetryAfter(response)
      }
    },
    Effect.provideService(Headers.CurrentRedactedNames, [...redactedNames, apiKeyHeader]),
    Effect.provideService(HttpClient.TracerPropagationEnabled, false),
    Effect.provideService(FetchHttpClient.RequestInit, { redirect: "manual" })
  )

  return Provider.of({
    ask,
    registrationId,
    secrets: [registrationId, ...Option.toArray(apiKey)],
    timeZone
  })
})

/** AOPay as the settings describe it; needs an `HttpClient`. */
export const layerAopay = Layer.effect(
  Provider,
  Effect.flatMap(loadAopaySettings, makeAopayProvider)
)
