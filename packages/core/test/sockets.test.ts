import { assert, describe, it } from "@effect/vitest"
import { DateTime, Duration, Effect, Layer, Option } from "effect"
import { createServer, type ServerResponse } from "node:http"
import type { Socket } from "node:net"
import {
  BillPaymentStatus,
  CallPolicy,
  type CallPolicyOptions,
  makeAopayProvider,
  Provider,
  type Transport
} from "../src/index.ts"
import * as Node from "../src/node.ts"
import * as Undici from "../src/undici.ts"
import { PageExamples } from "../src/testing.ts"
import { bodyWith } from "./reading.ts"

type Behaviour = (response: ServerResponse, socket: Socket) => void

const paid = bodyWith({ data: { status: "1", refunded: "0" } })

const answers: Behaviour = (response) => response.end(paid)
const hangs: Behaviour = () => undefined
const resets: Behaviour = (_, socket) => socket.resetAndDestroy()
const cutsOff: Behaviour = (response, socket) => {
  response.writeHead(200, { "content-length": paid.length })
  response.write(paid.slice(0, 50), () => socket.destroy())
}
const drips: Behaviour = (response) => {
  const bytes = paid.split("")
  const drip = setInterval(() => response.write(bytes.shift() ?? " "), 20)
  response.once("close", () => clearInterval(drip))
}
const busy: Behaviour = (response) => response.writeHead(429, { "retry-after": "0" }).end("busy")
const down: Behaviour = (response) => response.writeHead(503).end("<html></html>")

const quick: Partial<CallPolicyOptions> = {
  attemptTimeout: Duration.seconds(5),
  deadline: Duration.seconds(15),
  retries: 2,
  backoff: Duration.millis(10),
  gap: Duration.zero
}

/** Short only where it is what ends an attempt: a busy machine answers late. */
const attemptTimeoutFor = (behaviours: ReadonlyArray<Behaviour>): Partial<CallPolicyOptions> =>
  behaviours.includes(hangs) || behaviours.includes(drips)
    ? { attemptTimeout: Duration.millis(150) }
    : {}

/** The live layer against a server that behaves so, question by question; the last stays. */
const over =
  (layerTransport: Layer.Layer<Transport>) =>
  (behaviours: ReadonlyArray<Behaviour>, changes: Partial<CallPolicyOptions> = {}) => {
    let questions = 0
    const layerProvider = Layer.effect(
      Provider,
      Effect.gen(function* () {
        const server = yield* Effect.acquireRelease(
          Effect.callback<ReturnType<typeof createServer>>((resume) => {
            const listening = createServer((request, response) => {
              request.resume()
              behaviours[Math.min(questions, behaviours.length - 1)]?.(response, request.socket)
              questions += 1
            })
            listening.listen(0, "127.0.0.1", () => resume(Effect.succeed(listening)))
          }),
          (listening) =>
            Effect.sync(() => {
              listening.closeAllConnections()
              listening.close()
            })
        )
        const bound = server.address()
        assert(bound !== null && typeof bound === "object")
        return yield* makeAopayProvider({
          baseUrl: new URL(`http://127.0.0.1:${bound.port}`),
          registrationId: PageExamples.registration,
          apiKey: Option.none(),
          timeZone: DateTime.zoneMakeNamedUnsafe("Asia/Kolkata")
        })
      })
    )
    const layer = BillPaymentStatus.layerNoDeps.pipe(
      Layer.provide([
        layerProvider,
        CallPolicy.layer({ ...quick, ...attemptTimeoutFor(behaviours), ...changes })
      ]),
      Layer.provide(layerTransport)
    )
    return { layer, questions: () => questions }
  }

const inspect = Effect.gen(function* () {
  return yield* (yield* BillPaymentStatus).inspect({ referenceId: PageExamples.referenceId })
}).pipe(
  Effect.match({ onFailure: ({ _tag }) => _tag, onSuccess: ({ verdict }) => verdict as string })
)

describe.each([
  ["node:http", over(Node.layerTransport)],
  ["undici", over(Undici.layerTransport)]
] as const)("over real sockets and %s", (_name, against) => {
  it.live.each([
    ["hangs", hangs],
    ["resets", resets],
    ["cuts off", cutsOff],
    ["drips", drips],
    ["answers 429", busy],
    ["answers 503", down]
  ] as const)("a provider that %s once is asked again", ([, behaviour]) => {
    const { layer, questions } = against([behaviour, answers])
    return Effect.gen(function* () {
      assert.strictEqual(yield* inspect, "Paid")
      assert.strictEqual(questions(), 2)
    }).pipe(Effect.provide(layer))
  })

  it.live.each([
    ["hangs", hangs, "ProviderTimeout"],
    ["resets", resets, "ProviderUnreachable"],
    ["cuts off", cutsOff, "ProviderUnreachable"],
    ["drips", drips, "ProviderTimeout"],
    ["answers 429", busy, "ProviderUnavailable"],
    ["answers 503", down, "ProviderUnavailable"]
  ] as const)("one that only %s ends in its own error", ([, behaviour, tag]) => {
    const { layer, questions } = against([behaviour])
    return Effect.gen(function* () {
      assert.strictEqual(yield* inspect, tag)
      assert.strictEqual(questions(), 3)
    }).pipe(Effect.provide(layer))
  })

  it.live.each([
    [200, "UndecodableAnswer", 1],
    [502, "ProviderUnavailable", 1],
    [503, "ProviderUnavailable", 3]
  ] as const)("a %i that is not compressed as it says is %s", ([status, tag, attempts]) => {
    const { layer, questions } = against([
      (response) => response.writeHead(status, { "content-encoding": "br" }).end(paid)
    ])
    return Effect.gen(function* () {
      assert.strictEqual(yield* inspect, tag)
      assert.strictEqual(questions(), attempts)
    }).pipe(Effect.provide(layer))
  })

  it.live.each([204, 205, 304])(
    "a %i has no body and is undecodable, on a kept connection",
    (status) => {
      const sockets = new Set<Socket>()
      const { layer, questions } = against(
        [
          (response, socket) => {
            sockets.add(socket)
            response.writeHead(status).end()
          }
        ],
        { retries: 2 }
      )
      return Effect.gen(function* () {
        assert.strictEqual(yield* inspect, "UndecodableAnswer")
        // Node frees a connection a little after its answer.
        yield* Effect.sleep("50 millis")
        assert.strictEqual(yield* inspect, "UndecodableAnswer")
        assert.strictEqual(questions(), 2)
        assert.strictEqual(sockets.size, 1)
      }).pipe(Effect.provide(layer))
    }
  )

  it.live("one that calls plain text compressed is understood", () => {
    const { layer } = against([
      (response) => response.writeHead(200, { "content-encoding": "gzip" }).end(paid)
    ])
    return Effect.gen(function* () {
      assert.strictEqual(yield* inspect, "Paid")
    }).pipe(Effect.provide(layer))
  })

  it.live("the deadline ends what hangs", () => {
    const { layer, questions } = against([hangs], {
      attemptTimeout: Duration.seconds(60),
      deadline: Duration.millis(200)
    })
    return Effect.gen(function* () {
      assert.strictEqual(yield* inspect, "ProviderTimeout")
      assert.strictEqual(questions(), 1)
    }).pipe(Effect.provide(layer))
  })

  it.live("the breaker keeps questions from one that is down", () => {
    const { layer, questions } = against([resets], {
      retries: 0,
      breaker: { threshold: 0.8, calls: 5, openFor: Duration.minutes(1) }
    })
    return Effect.gen(function* () {
      for (let call = 0; call < 5; call++) assert.strictEqual(yield* inspect, "ProviderUnreachable")
      assert.strictEqual(yield* inspect, "CircuitOpen")
      assert.strictEqual(questions(), 5)
    }).pipe(Effect.provide(layer))
  })
})
