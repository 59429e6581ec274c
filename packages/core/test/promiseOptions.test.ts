import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { once } from "node:events"
import { createServer } from "node:http"
import type { Socket } from "node:net"
import { type Client, type ClientOptions, createClient } from "../src/promise.ts"
import { PageExamples } from "../src/testing.ts"
import { type ScenarioServer, startScenarioServer } from "./scenarioServer.ts"

const { registrationId } = PageExamples
let provider: ScenarioServer

beforeAll(async () => {
  provider = await startScenarioServer()
})

afterAll(() => provider.stop())

/** How often AOPay is asked while this runs. */
const questionsIn = async (run: () => Promise<unknown>): Promise<number> => {
  let questions = 0
  const count = () => void (questions += 1)
  provider.events.on("request", count)
  await run()
  provider.events.off("request", count)
  return questions
}

const using = async <A>(
  options: Partial<ClientOptions>,
  use: (client: Client) => Promise<A>
): Promise<A> => {
  const own = createClient({ registrationId, baseUrl: provider.baseUrl, ...options })
  try {
    return await use(own)
  } finally {
    await own.close()
  }
}

const twice = async (own: Client) => {
  await own.inspect("paid-twice")
  await own.inspect("paid-twice")
}

const isFinalWith = async (lateFlipWindow: number) => {
  const answer = await using({ lateFlipWindow }, (own) => own.inspect("paid-1"))
  return answer.ok && answer.status.final
}

describe("options", () => {
  it("gap: the last answer is given again, unless it is 0", async () => {
    assert.strictEqual(await questionsIn(() => using({}, twice)), 1)
    assert.strictEqual(await questionsIn(() => using({ gap: 0 }, twice)), 2)
  })

  it("retries and backoff: what is down is asked about again", async () => {
    const asked = await questionsIn(() =>
      using({ retries: 2, backoff: 1 }, (own) => own.inspect("unavailable-1"))
    )
    assert.strictEqual(asked, 3)
  })

  it("breaker: is not asked once it is known to be down", async () => {
    const breaker = { threshold: 1, calls: 2, openFor: 60_000 }
    const answer = await using({ retries: 0, gap: 0, breaker }, async (own) => {
      await own.inspect("unavailable-1")
      await own.inspect("unavailable-1")
      return own.inspect("unavailable-1")
    })
    assert.strictEqual(answer.ok ? "ok" : answer.error.code, "CircuitOpen")
  })

  it("rate: who has no turn before the deadline is not asked", async () => {
    const answer = await using(
      { rate: { limit: 1, window: 60_000 }, deadline: 1000, retries: 0 },
      async (own) => {
        await own.inspect("paid-1")
        return own.inspect("paid-2")
      }
    )
    assert.strictEqual(answer.ok ? "ok" : answer.error.code, "ProviderTimeout")
  })

  it("lateFlipWindow: says when a Paid is final", async () => {
    assert.isTrue(await isFinalWith(1))
    assert.isFalse(await isFinalWith(100 * 365 * 86_400_000))
  })

  it.each([
    [{ sentAt: new Date(0) }, "TransactionNotFound"],
    [{ notFoundUntil: 50 }, "TransactionNotFound"],
    [{}, "GaveUpWaiting"]
  ])("%j: not found ends in %s", async (options, code) => {
    const changes = await using({ gap: 0 }, (own) =>
      Array.fromAsync(own.track("not-found-1", { interval: 60, giveUpAfter: 300, ...options }))
    )
    const last = changes.at(-1)
    assert(last?.ok === false)
    assert.strictEqual<string>(last.error.code, code)
  })

  it.each([
    [{ until: "refunded" }, "until"],
    [{ sentAt: new Date(Number.NaN) }, "sentAt"],
    [{ sentAt: 5 }, "sentAt"],
    [{ notFoundUntil: -1 }, "notFoundUntil"],
    [{ giveUpAfter: 0 }, "giveUpAfter"]
  ])("%j throws", (options, name) => {
    const client = createClient({ registrationId })
    // @ts-expect-error what plain JavaScript may do
    assert.throws(() => client.track("1", options), TypeError, name)
  })
})

it("a kept connection that was closed meanwhile costs no retry", async () => {
  const asked = new Set<Socket>()
  const server = createServer(({ socket }, response) => {
    if (asked.has(socket)) return void socket.resetAndDestroy()
    asked.add(socket)
    response.end(PageExamples.refundedAnswer)
  })
  await once(server.listen(0, "127.0.0.1"), "listening")
  const bound = server.address()
  assert(bound !== null && typeof bound === "object")
  const keeping = createClient({
    registrationId,
    baseUrl: `http://127.0.0.1:${bound.port}`,
    retries: 0,
    gap: 0
  })
  assert.isTrue((await keeping.inspect("123456")).ok)
  assert.isTrue((await keeping.inspect("123456")).ok)
  await keeping.close()
  server.closeAllConnections()
  server.close()
})
