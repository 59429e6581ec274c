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
import { ProviderUnreachable } from "../InquiryError.ts"
import type { ValidInquiry } from "../Inquiry.ts"
import { Provider, type ProviderAnswer } from "../Provider.ts"
import { redactBody } from "../RawBody.ts"
import type { ReferenceId } from "../ReferenceId.ts"
import { type AopaySettings, loadAopaySettings } from "./AopaySettings.ts"
import { hasNoBody } from "./HttpStatus.ts"

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

/** Whether complete bytes were not compressed as declared, by the codes of zlib, zstd and brotli. */
const isDecodingError = (code: string): boolean => /^(Z_|ZSTD_|ERR__)/.test(code)

type ReadBody = Pick<ProviderAnswer, "body" | "unreadable">

const readBody = (response: HttpClientResponse.HttpClientResponse, referenceId: ReferenceId) =>
  Effect.suspend(() => {
    if (hasNoBody(response.status)) return Effect.succeed<ReadBody>({ body: "" })
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true })
    let bytes = 0
    let body = ""
    const unreadable = (why: string): ReadBody => ({ body, unreadable: why })
    return response.stream.pipe(
      Stream.runForEachWhile((chunk) =>
        Effect.sync(() => {
          bytes += chunk.byteLength
          body += decoder.decode(chunk, { stream: true })
          return bytes <= answerBytesAtMost
        })
      ),
      Effect.map((): ReadBody =>
        bytes <= answerBytesAtMost
          ? { body: body + decoder.decode() }
          : unreadable(`The answer is longer than ${answerBytesAtMost} bytes.`)
      ),
      Effect.catch((error) => {
        const code = systemCode(error)
        return isDecodingError(code)
          ? Effect.succeed(unreadable(`The answer is not compressed as it says (${code}).`))
          : Effect.fail(
              new ProviderUnreachable({
                referenceId,
                httpStatus: response.status,
                rawBody: redactBody(body),
                message: `The connection was lost in the middle of the answer (${code}).`
              })
            )
      })
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
        ...(yield* readBody(response, referenceId)),
        retryAfter: yield* readRetryAfter(response)
      }
    },
    Effect.provideService(Headers.CurrentRedactedNames, [...redactedNames, apiKeyHeader]),
    // Its span would hold the whole request and answer.
    Effect.provideService(HttpClient.TracerDisabledWhen, () => true),
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
