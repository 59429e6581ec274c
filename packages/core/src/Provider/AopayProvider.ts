/** Asks AOPay over HTTP, as its page shows. One attempt is sending, waiting and reading the whole body. */
import { Duration, Effect, Layer, Option, Redacted, Stream } from "effect"
import {
  Headers,
  HttpClient,
  type HttpClientError,
  HttpClientRequest,
  type HttpClientResponse
} from "effect/http"
import type { ReferenceId } from "../Identifiers.ts"
import { ProviderTimeout, ProviderUnreachable, UndecodableAnswer } from "../InquiryError.ts"
import { Provider } from "../Provider.ts"
import { redactBody } from "../RawBody.ts"
import { type AopaySettings, loadAopaySettings } from "./AopaySettings.ts"

/** The route on AOPay's page. */
export const inquiryPath = "/api/AOP/BillPaymentStatus"

const apiKeyHeader = "api-key"
const answerBytesAtMost = 1024 * 1024

const endpointOf = (baseUrl: URL): URL =>
  new URL(`${baseUrl.pathname.replace(/\/+$/, "")}${inquiryPath}`, baseUrl)

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
    const decoder = new TextDecoder()
    let bytes = 0
    let body = ""
    const said = () => ({
      referenceId,
      httpStatus: response.status,
      rawBody: redactBody(body)
    })
    return response.stream.pipe(
      Stream.mapError(
        (error) =>
          new ProviderUnreachable({
            ...said(),
            message: `The connection was lost in the middle of the answer (${systemCode(error)}).`
          })
      ),
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

/** The provider behind these settings. */
export const makeAopayProvider = Effect.fnUntraced(function* (settings: AopaySettings) {
  const { attemptTimeout, baseUrl, timeZone } = settings
  const client = yield* HttpClient.HttpClient
  const redactedNames = yield* Headers.CurrentRedactedNames
  const endpoint = endpointOf(baseUrl)
  const headers = Option.match(settings.apiKey, {
    onNone: () => ({}),
    onSome: (key) => ({ [apiKeyHeader]: Redacted.value(key) })
  })

  const ask: Provider["Service"]["ask"] = ({ referenceId, registrationId }) =>
    HttpClientRequest.post(endpoint, { headers }).pipe(
      HttpClientRequest.bodyJsonUnsafe({
        referenceid: referenceId,
        RegistrationID: Redacted.value(registrationId ?? settings.registrationId)
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
      ),
      Effect.flatMap((response) =>
        Effect.map(readBody(response, referenceId), (body) => ({
          httpStatus: response.status,
          body
        }))
      ),
      Effect.timeoutOrElse({
        duration: attemptTimeout,
        orElse: () =>
          Effect.fail(
            new ProviderTimeout({
              referenceId,
              message: `No complete answer within ${Duration.format(attemptTimeout)}.`
            })
          )
      }),
      Effect.provideService(Headers.CurrentRedactedNames, [...redactedNames, apiKeyHeader])
    )

  return Provider.of({ ask, timeZone })
})

/** AOPay as the settings describe it; needs an `HttpClient`. */
export const layerAopay = Layer.effect(
  Provider,
  Effect.flatMap(loadAopaySettings, makeAopayProvider)
)
