/** The way out through any `HttpClient`, e.g. where there is no Node. */
import { Effect, Layer, Stream } from "effect"
import { FetchHttpClient, Headers, HttpClient, HttpClientRequest } from "effect/http"
import { AnswerText } from "./AnswerText.ts"
import { hasNoBody } from "./HttpStatus.ts"
import { systemCode, Transport, TransportLost, type TransportRequest } from "./Transport.ts"

const send = (client: HttpClient.HttpClient) =>
  Effect.fnUntraced(
    function* ({ answerBytesAtMost, body, headers, url }: TransportRequest) {
      const response = yield* HttpClientRequest.post(url, { headers }).pipe(
        HttpClientRequest.bodyText(body, "application/json"),
        client.execute,
        Effect.mapError(
          (error) =>
            new TransportLost({ code: systemCode(error), httpStatus: null, body: "", cause: error })
        )
      )
      const httpStatus = response.status
      const answer = new AnswerText(answerBytesAtMost)
      if (!hasNoBody(httpStatus))
        yield* response.stream.pipe(
          Stream.runForEachWhile((chunk) => Effect.sync(() => answer.add(chunk))),
          Effect.mapError(
            (error) =>
              new TransportLost({
                code: systemCode(error),
                httpStatus,
                body: answer.text,
                cause: error
              })
          )
        )
      answer.end()
      return {
        httpStatus,
        headers: response.headers,
        body: answer.text,
        complete: answer.complete
      }
    },
    // Its span would hold the whole request and answer.
    Effect.provideService(HttpClient.TracerDisabledWhen, () => true),
    Effect.provideService(HttpClient.TracerPropagationEnabled, false),
    Effect.provideService(FetchHttpClient.RequestInit, { redirect: "manual" }),
    (sending, { headers }) =>
      Effect.updateService(sending, Headers.CurrentRedactedNames, (names) => [
        ...names,
        ...Object.keys(headers)
      ])
  )

/** Sends through the `HttpClient` at hand. */
export const layerHttpClientTransport: Layer.Layer<Transport, never, HttpClient.HttpClient> =
  Layer.effect(
    Transport,
    Effect.map(HttpClient.HttpClient, (client) => Transport.of({ send: send(client) }))
  )
