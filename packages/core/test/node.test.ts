import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { HttpClient } from "effect/http"
import { createServer } from "node:http"
import { layerTransport } from "../src/node.ts"

/** Answers with the port of whoever asks; `/moved` redirects there. */
const listen = Effect.acquireRelease(
  Effect.callback<ReturnType<typeof createServer>>((resume) => {
    const server = createServer((request, response) => {
      if (request.url === "/moved") response.writeHead(302, { location: "/" })
      response.end(String(request.socket.remotePort))
    })
    server.listen(0, "127.0.0.1", () => resume(Effect.succeed(server)))
  }),
  (server) =>
    Effect.sync(() => {
      server.closeAllConnections()
      server.close()
    })
)

const get = Effect.fnUntraced(function* (path: string) {
  const client = yield* HttpClient.HttpClient
  const response = yield* client.get(path)
  return { status: response.status, body: yield* response.text }
})

describe("the transport on Node", () => {
  it.live("keeps a connection for the next question and follows no redirect", () =>
    Effect.gen(function* () {
      const bound = (yield* listen).address()
      assert(bound !== null && typeof bound === "object")
      const address = `http://127.0.0.1:${bound.port}`
      const first = yield* get(`${address}/`)
      const second = yield* get(`${address}/`)
      assert.strictEqual(second.body, first.body)
      const moved = yield* get(`${address}/moved`)
      assert.strictEqual(moved.status, 302)
    }).pipe(Effect.provide(layerTransport))
  )
})
