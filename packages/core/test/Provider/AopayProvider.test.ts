import { assert, describe, it } from "@effect/vitest"
import { DateTime, Duration, Effect, Layer, Option, Redacted, Stream, Tracer } from "effect"
import {
  HttpClient,
  HttpClientError,
  type HttpClientRequest,
  HttpClientResponse
} from "effect/http"
import { validateInquiry } from "../../src/Inquiry.ts"
import { redactRegistration, RegistrationId } from "../../src/RegistrationId.ts"
import { layerHttpClientTransport } from "../../src/Provider/HttpClientTransport.ts"
import { makeAopayProvider } from "../../src/Provider/AopayProvider.ts"
import type { AopaySettings } from "../../src/Provider/AopaySettings.ts"
import { inspect } from "node:util"

const secrets = { registration: "AOP-SECRET", key: "key-SECRET" }

const settings: AopaySettings = {
  baseUrl: new URL("https://aopay.test/prefix/"),
  registrationId: redactRegistration(RegistrationId.make(secrets.registration)),
  apiKey: Option.some(Redacted.make(secrets.key)),
  timeZone: DateTime.zoneMakeNamedUnsafe("Asia/Kolkata")
}

const inquiry = Effect.fromResult(validateInquiry({ referenceId: "007" }, settings.registrationId))

type Respond = (
  request: HttpClientRequest.HttpClientRequest
) => Effect.Effect<Response, HttpClientError.HttpClientError>

const over = (send: Parameters<typeof HttpClient.make>[0]) =>
  Layer.provide(
    layerHttpClientTransport,
    Layer.succeed(HttpClient.HttpClient, HttpClient.make(send))
  )

const ask = (respond: Respond) =>
  Effect.gen(function* () {
    const provider = yield* makeAopayProvider(settings).pipe(
      Effect.provide(
        over((request) =>
          Effect.map(respond(request), (response) => HttpClientResponse.fromWeb(request, response))
        )
      )
    )
    return yield* provider.ask(yield* inquiry)
  })

const kibibytes = (count: number): Response =>
  new Response(
    Stream.toReadableStream(
      Stream.take(Stream.forever(Stream.make(new Uint8Array(1024).fill(0x20))), count)
    )
  )

describe("one question to AOPay", () => {
  it.effect("is the page's POST, with the key as a header", () =>
    Effect.gen(function* () {
      const seen: Array<HttpClientRequest.HttpClientRequest> = []
      const answer = yield* ask((request) => {
        seen.push(request)
        return Effect.succeed(new Response("{}", { status: 401 }))
      })
      assert.deepStrictEqual(answer, { httpStatus: 401, body: "{}", retryAfter: undefined })
      const [request] = seen
      assert.strictEqual(seen.length, 1)
      assert.strictEqual(request?.method, "POST")
      assert.strictEqual(
        String(request?.url),
        "https://aopay.test/prefix/api/AOP/BillPaymentStatus"
      )
      assert.deepStrictEqual(
        { ...request?.headers },
        {
          "api-key": secrets.key,
          "content-type": "application/json",
          "content-length": "51"
        }
      )
      const body = request?.body
      assert.strictEqual(
        body?._tag === "Uint8Array" ? new TextDecoder().decode(body.body) : "",
        '{"referenceid":"007","RegistrationID":"AOP-SECRET"}'
      )
    })
  )

  it.effect("passes on bytes of any kind, invalid UTF-8 among them", () =>
    Effect.gen(function* () {
      const { body } = yield* ask(() =>
        Effect.succeed(new Response(new Uint8Array([0x7b, 0xff, 0x7d])))
      )
      assert.strictEqual(body, "{\uFFFD}")
    })
  )

  it.effect("is refused while it streams once it is longer than 1 MiB", () =>
    Effect.gen(function* () {
      const { body } = yield* ask(() => Effect.succeed(kibibytes(1024)))
      assert.strictEqual(body.length, 1024 * 1024)
      const { body: begun, unreadable } = yield* ask(() => Effect.succeed(kibibytes(100_000_000)))
      assert.strictEqual(unreadable, "The answer is longer than 1048576 bytes.")
      assert.isAtMost(begun.length, 1025 * 1024)
    })
  )

  it.effect("that finds no connection names the system's code and no secret", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(
        ask((request) =>
          Effect.fail(
            new HttpClientError.HttpClientError({
              reason: new HttpClientError.TransportError({
                request,
                cause: Object.assign(new Error("connect"), { code: "ECONNREFUSED" })
              })
            })
          )
        )
      )
      assert.strictEqual(error._tag, "ProviderUnreachable")
      assert.strictEqual(error.message, "No answer from https://aopay.test (ECONNREFUSED).")
      for (const shown of [String(error), JSON.stringify(error), inspect(error)])
        for (const secret of Object.values(secrets)) assert.notInclude(shown, secret)
    })
  )

  it.effect("whose connection is lost in the middle keeps what had arrived", () =>
    Effect.gen(function* () {
      const lost = new Response(
        Stream.toReadableStream(
          Stream.concat(
            Stream.make(new TextEncoder().encode('{"response_code"')),
            Stream.fail(new Error("lost"))
          )
        )
      )
      const error = yield* Effect.flip(ask(() => Effect.succeed(lost)))
      assert.strictEqual(error._tag, "ProviderUnreachable")
      assert.strictEqual(error.httpStatus, 200)
      assert.strictEqual(error.rawBody && Redacted.value(error.rawBody), '{"response_code"')
    })
  )

  it.effect("carries how long AOPay asks us to wait", () =>
    Effect.gen(function* () {
      const answer = yield* ask(() =>
        Effect.succeed(new Response("", { status: 429, headers: { "retry-after": "7" } }))
      )
      assert.deepStrictEqual(answer.retryAfter, Duration.seconds(7))
    })
  )

  it.effect("stays on the configured host, whatever the path of the base address", () =>
    Effect.gen(function* () {
      const seen: Array<string> = []
      const provider = yield* makeAopayProvider({
        ...settings,
        baseUrl: new URL("https://aopay.test//other.test/x")
      }).pipe(
        Effect.provide(
          over((request, url) => {
            seen.push(url.host)
            return Effect.succeed(HttpClientResponse.fromWeb(request, new Response("{}")))
          })
        )
      )
      yield* provider.ask(yield* inquiry)
      assert.deepStrictEqual(seen, ["aopay.test"])
    })
  )

  it.effect("leaves no span of its own", () =>
    Effect.gen(function* () {
      const spans: Array<Tracer.Span> = []
      const tracer = Tracer.make({
        span: (options) => {
          const span = new Tracer.NativeSpan(options)
          spans.push(span)
          return span
        }
      })
      yield* ask(() => Effect.succeed(new Response("{}"))).pipe(
        Effect.provideService(HttpClient.TracerHeaderFilter, () => true),
        Effect.withTracer(tracer)
      )
      // A span of the HTTP client's would hold the whole request and answer.
      assert.isEmpty(spans)
    })
  )
})
