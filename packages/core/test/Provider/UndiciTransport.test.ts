import { once } from "node:events"
import { gzipSync } from "node:zlib"
import { createServer, type Server } from "node:http"
import type { Socket } from "node:net"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { Transport } from "../../src/index.ts"
import { layerTransport } from "../../src/undici.ts"

/** Begins as gzip does, goes on as nothing does, and never ends. */
const startCorrupt = async (): Promise<Server> => {
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-encoding": "gzip" })
    response.write(Buffer.concat([gzipSync("{}").subarray(0, 10), Buffer.alloc(64, 0xff)]))
    const more = setInterval(() => response.write(Buffer.alloc(64 * 1024, 0xff)), 5)
    response.on("close", () => clearInterval(more))
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  return server
}

describe("the transport over undici", () => {
  it.live("gives up the connection of an answer that is not compressed as it says", () =>
    Effect.gen(function* () {
      const server = yield* Effect.acquireRelease(Effect.promise(startCorrupt), (running) =>
        Effect.sync(() => {
          running.closeAllConnections()
          running.close()
        })
      )
      const connected = once(server, "connection")
      const address = server.address()
      const port = typeof address === "object" ? address?.port : undefined
      const { send } = yield* Transport
      const lost = yield* Effect.flip(
        send({
          url: new URL(`http://127.0.0.1:${port}/`),
          headers: {},
          body: "{}",
          answerBytesAtMost: 1024
        })
      )
      assert.match(lost.code, /^Z_/)
      const [socket]: ReadonlyArray<Socket> = yield* Effect.promise(() => connected)
      if (socket?.closed === false) yield* Effect.promise(() => once(socket, "close"))
      assert.isTrue(socket?.destroyed)
    }).pipe(Effect.provide(layerTransport))
  )
})
