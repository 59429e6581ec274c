import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { Duration, Effect, Exit, Scope } from "effect"
import type { RequestListener } from "node:http"
import { listenUntilStopped } from "../../src/Server/Listener.ts"
import { assertProblem } from "../assertProblem.ts"
import { openConnection, requestText } from "../RawConnection.ts"

/** Answers once the body is there; `/early` before. */
const answer: RequestListener = (request, response) => {
  if (request.url === "/early") response.end("early")
  else request.resume().once("end", () => response.end("done"))
}

const scope = Scope.makeUnsafe()
let port: number

beforeAll(async () => {
  const { url } = await listenUntilStopped({
    host: "127.0.0.1",
    port: 0,
    answer,
    idle: Duration.seconds(60),
    grace: Duration.zero,
    onStop: () => undefined,
    limits: { headersTimeout: 200, requestTimeout: 400, connectionsCheckingInterval: 50 }
  }).pipe(Scope.provide(scope), Effect.runPromise)
  port = Number(new URL(url).port)
})

afterAll(() => Effect.runPromise(Scope.close(scope, Exit.void)))

const halfBody = (path: string) => requestText("POST", path, { headers: ["content-length: 5"] })

describe("a request that comes slowly", () => {
  it.each([
    ["no bytes of the headers but the first", "G"],
    ["half of the headers", "GET / HTTP/1.1\r\nhost: x\r\n"],
    ["no body", halfBody("/")],
    ["half of the body", `${halfBody("/")}ab`],
    [
      "half of a chunk",
      `${requestText("POST", "/", { headers: ["transfer-encoding: chunked"] })}5\r\nab`
    ]
  ])("is told so: %s", async (_, bytes) => {
    const connection = await openConnection(port)
    connection.send(bytes)
    const text = assertProblem(await connection.next(), { status: 408, tag: "RequestTimeout" })
    assert.include(text, "in time")
    await connection.closed
    assert.strictEqual(connection.unread(), "")
  })

  it("is told so after others on the same connection", async () => {
    const connection = await openConnection(port)
    connection.send(requestText("GET", "/"))
    assert.strictEqual((await connection.next())?.status, 200)
    connection.send("GET / HTTP/1.1\r\n")
    assert.include(
      assertProblem(await connection.next(), { status: 408, tag: "RequestTimeout" }),
      "in time"
    )
  })

  it("is not answered twice when it was answered before it was whole", async () => {
    const connection = await openConnection(port)
    connection.send(halfBody("/early"))
    assert.strictEqual((await connection.next())?.body.toString(), "early")
    await connection.closed
    assert.strictEqual(connection.unread(), "")
  })
})
