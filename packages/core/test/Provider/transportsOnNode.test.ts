import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Exit, type Layer, type Scope } from "effect"
import { createServer, type RequestListener, type Server } from "node:http"
import type { Socket } from "node:net"
import {
  brotliCompressSync,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync
} from "node:zlib"
import type { ProxyEnvironment } from "../../src/node.ts"
import * as Node from "../../src/node.ts"
import { Transport } from "../../src/Provider/Transport.ts"
import * as Undici from "../../src/undici.ts"

/** A server on a free port, and the connections it has accepted. */
const listen = (
  listener: RequestListener
): Effect.Effect<{ url: string; sockets: Array<Socket> }, never, Scope.Scope> =>
  Effect.map(
    Effect.acquireRelease(
      Effect.callback<{ server: Server; sockets: Array<Socket> }>((resume) => {
        const sockets: Array<Socket> = []
        const server = createServer(listener)
        server.on("connection", (socket) => sockets.push(socket))
        server.listen(0, "127.0.0.1", () => resume(Effect.succeed({ server, sockets })))
      }),
      ({ server }) =>
        Effect.sync(() => {
          server.closeAllConnections()
          server.close()
        })
    ),
    ({ server, sockets }) => {
      const bound = server.address()
      assert(bound !== null && typeof bound === "object")
      return { url: `http://127.0.0.1:${bound.port}`, sockets }
    }
  )

const post = Effect.fnUntraced(function* (url: string) {
  const { send } = yield* Transport
  const { body, httpStatus } = yield* send({
    url: new URL(url),
    headers: {},
    body: "{}",
    answerBytesAtMost: 1000
  })
  return { status: httpStatus, body }
})

/** What both ways out on Node do. */
const suite = (
  name: string,
  layerTransport: Layer.Layer<Transport>,
  layerTransportVia: (environment: ProxyEnvironment) => Layer.Layer<Transport>
) =>
  describe(`the transport over ${name}`, () => {
    it.live("keeps a connection for the next question", () =>
      Effect.gen(function* () {
        const { sockets, url } = yield* listen((_, response) => response.end("ok"))
        yield* post(url)
        yield* post(url)
        assert.strictEqual(sockets.length, 1)
      }).pipe(Effect.provide(layerTransport))
    )

    it.live("asks once more when a kept connection was closed", () =>
      Effect.gen(function* () {
        let questions = 0
        const { sockets, url } = yield* listen((request, response) => {
          questions += 1
          if (questions === 2) request.socket.resetAndDestroy()
          else response.end(`answer ${questions}`)
        })
        yield* post(url)
        assert.strictEqual((yield* post(url)).body, "answer 3")
        assert.strictEqual(sockets.length, 2)
      }).pipe(Effect.provide(layerTransport))
    )

    it.live("does not ask again when a fresh connection was closed", () =>
      Effect.gen(function* () {
        let questions = 0
        const { url } = yield* listen((request) => {
          questions += 1
          request.socket.resetAndDestroy()
        })
        const error = yield* Effect.flip(post(url))
        assert.strictEqual(error._tag, "TransportLost")
        assert.strictEqual(questions, 1)
      }).pipe(Effect.provide(layerTransport))
    )

    it.live("takes an answer without a body, and headers that come twice", () =>
      Effect.gen(function* () {
        const { url } = yield* listen((_, response) =>
          response.writeHead(204, { "set-cookie": ["a=1", "b=2"] }).end()
        )
        assert.deepStrictEqual(yield* post(url), { status: 204, body: "" })
      }).pipe(Effect.provide(layerTransport))
    )

    it.live("follows no redirect", () =>
      Effect.gen(function* () {
        const { url } = yield* listen((_, response) =>
          response.writeHead(302, { location: "/elsewhere" }).end()
        )
        assert.strictEqual((yield* post(url)).status, 302)
      }).pipe(Effect.provide(layerTransport))
    )

    it.live.each([
      ["gzip", gzipSync("answer")],
      ["GZIP", gzipSync("answer")],
      ["deflate", deflateSync("answer")],
      ["br", brotliCompressSync("answer")],
      ["zstd", zstdCompressSync("answer")],
      ["gzip, br", brotliCompressSync(gzipSync("answer"))],
      ["identity", Buffer.from("answer")],
      ["deflate", deflateRawSync("answer")],
      ["gzip", Buffer.concat([gzipSync("answer"), Buffer.alloc(20)])],
      ["deflate", Buffer.concat([deflateSync("answer"), Buffer.alloc(20)])],
      ["gzip", Buffer.from("answer")]
    ] as const)("understands %s", ([encoding, body]) =>
      Effect.gen(function* () {
        const { url } = yield* listen((_, response) =>
          response.writeHead(200, { "content-encoding": encoding }).end(body)
        )
        assert.strictEqual((yield* post(url)).body, "answer")
      }).pipe(Effect.provide(layerTransport))
    )

    it.live.each([101, 600, 999])("fails on the status %i, which HTTP does not know", (status) =>
      Effect.gen(function* () {
        const { url } = yield* listen(({ socket }) =>
          socket.end(`HTTP/1.1 ${status} odd\r\ncontent-length: 2\r\n\r\n{}`)
        )
        const error = yield* Effect.flip(Effect.timeout(post(url), "2 seconds"))
        assert.strictEqual(error._tag, "TransportLost")
      }).pipe(Effect.provide(layerTransport))
    )

    it.live("asks once more on a connection of its own, though others are kept", () =>
      Effect.gen(function* () {
        const asked = new Set<Socket>()
        const { url } = yield* listen(({ socket }, response) => {
          if (asked.has(socket)) return void socket.resetAndDestroy()
          asked.add(socket)
          setTimeout(() => response.end("ok"), 20)
        })
        yield* Effect.all([post(url), post(url), post(url)], { concurrency: 3 })
        assert.strictEqual((yield* post(url)).body, "ok")
      }).pipe(Effect.provide(layerTransport))
    )

    it.live("fails on a compressed answer that is cut off", () =>
      Effect.gen(function* () {
        const { url } = yield* listen((_, response) =>
          response
            .writeHead(200, { "content-encoding": "gzip" })
            .end(gzipSync("answer").subarray(0, 12))
        )
        assert.strictEqual((yield* Effect.flip(post(url)))._tag, "TransportLost")
      }).pipe(Effect.provide(layerTransport))
    )

    it.live("interrupted on a kept connection asks nobody again", () =>
      Effect.gen(function* () {
        let questions = 0
        const closed = yield* Deferred.make<void>()
        const { sockets, url } = yield* listen(({ socket }, response) => {
          questions += 1
          if (questions === 1) return void response.end("ok")
          socket.once("close", () => Deferred.doneUnsafe(closed, Exit.void))
        })
        yield* post(url)
        yield* Effect.timeoutOption(post(url), "100 millis")
        yield* Deferred.await(closed)
        yield* Effect.sleep("50 millis")
        assert.deepStrictEqual([questions, sockets.length], [2, 1])
      }).pipe(Effect.provide(layerTransport))
    )

    it.live.each([
      ["before", false],
      ["in the middle of", true]
    ] as const)("interrupted %s the answer closes the connection", ([, begun]) =>
      Effect.gen(function* () {
        const closed = yield* Deferred.make<void>()
        const { url } = yield* listen(({ socket }, response) => {
          socket.once("close", () => Deferred.doneUnsafe(closed, Exit.void))
          if (begun) response.write("{")
        })
        yield* Effect.timeoutOption(post(url), "100 millis")
        yield* Deferred.await(closed)
        assert.isTrue(yield* Deferred.isDone(closed))
      }).pipe(Effect.provide(layerTransport))
    )

    it.live("asks through the proxy that HTTP_PROXY names, but for the hosts of NO_PROXY", () =>
      Effect.gen(function* () {
        const asked: Array<string | undefined> = []
        const proxy = yield* listen(({ url }, response) => {
          asked.push(url)
          response.end("by proxy")
        })
        const { url } = yield* listen((_, response) => response.end("straight"))
        const via = (noProxy: string) =>
          Effect.provide(
            post(`${url}/path`),
            layerTransportVia({ HTTP_PROXY: proxy.url, NO_PROXY: noProxy })
          )
        assert.strictEqual((yield* via("")).body, "by proxy")
        assert.deepStrictEqual(asked, [`${url}/path`])
        assert.strictEqual((yield* via("127.0.0.1")).body, "straight")
      })
    )
  })

suite("node:http", Node.layerTransport, Node.layerTransportVia)
suite("undici", Undici.layerTransport, Undici.layerTransportVia)
