/** The scenario catalogue over a real socket, for tests that need one. */
import { assert } from "@effect/vitest"
import { DateTime } from "effect"
import { once } from "node:events"
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import { text } from "node:stream/consumers"
import { scenarioFor, tell } from "../src/testing.ts"

const now = DateTime.makeUnsafe("2026-03-01T00:00:00Z")

export interface ScenarioServer {
  readonly baseUrl: string
  /** Says `left` when who never got an answer leaves. */
  readonly events: Server
  readonly stop: () => void
}

export const startScenarioServer = async (): Promise<ScenarioServer> => {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { referenceid } = JSON.parse(await text(request))
    const reply = tell(scenarioFor(referenceid).story, referenceid, {
      now,
      beganAt: now,
      seed: 0
    })
    if (reply._tag === "Answer") response.writeHead(reply.httpStatus).end(reply.body)
    else response.once("close", () => server.emit("left"))
  }
  const server = createServer((request, response) => void answer(request, response))
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const bound = server.address()
  assert(bound !== null && typeof bound === "object")
  return {
    baseUrl: `http://127.0.0.1:${bound.port}`,
    events: server,
    stop: () => {
      server.closeAllConnections()
      server.close()
    }
  }
}
