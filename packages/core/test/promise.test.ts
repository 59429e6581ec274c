import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { once } from "node:events"
import { type Client, type ClientOptions, createClient } from "../src/promise.ts"
import { PageExamples } from "../src/testing.ts"
import { type ScenarioServer, startScenarioServer } from "./scenarioServer.ts"

const { registrationId } = PageExamples
let provider: ScenarioServer
let baseUrl: string
let client: Client

beforeAll(async () => {
  provider = await startScenarioServer()
  baseUrl = provider.baseUrl
  client = createClient({ registrationId, baseUrl })
})

afterAll(async () => {
  await client.close()
  provider.stop()
})

const rejection = async (promise: Promise<unknown>): Promise<unknown> => {
  try {
    await promise
  } catch (error) {
    return error
  }
  return undefined
}

async function* later(references: ReadonlyArray<string>) {
  yield* references
}

async function* broken() {
  yield "paid-1"
  throw new Error("disk")
}

describe("check and inspect", () => {
  it("a payment that stands is ok", async () => {
    const answer = await client.check("paid-1")
    assert(answer.ok)
    assert.strictEqual(answer.status.verdict, "Paid")
    assert.strictEqual(answer.status.referenceId, "paid-1")
  })

  it("the page's example is not, and carries its status", async () => {
    const answer = await client.check("123456")
    assert(!answer.ok)
    assert.strictEqual(answer.error.code, "TransactionRefunded")
    assert.strictEqual(answer.error.retry, "never")
    assert.strictEqual(answer.error.status?.transaction.customerAccount, "•••••7100")
  })

  it("every verdict is ok to inspect", async () => {
    const answer = await client.inspect("123456")
    assert(answer.ok)
    assert.strictEqual(answer.status.verdict, "Refunded")
  })

  it.each([
    ["code-7-1", "InvalidSignature"],
    ["not-found-1", "TransactionNotFound"],
    ["", "InvalidInquiry"]
  ])("%s resolves to the error %s", async (reference, code) => {
    const answer = await client.inspect(reference)
    assert(!answer.ok)
    assert.strictEqual(answer.error.code, code)
    assert.isNull(answer.error.status)
  })

  it("an account number is whole where asked for", async () => {
    const whole = createClient({ registrationId, baseUrl, unmasked: true })
    const answer = await whole.inspect("123456")
    assert(answer.ok)
    assert.strictEqual(answer.status.transaction.customerAccount, "102277100")
    await whole.close()
  })

  it("nobody listening is an answer too", async () => {
    const lonely = createClient({ registrationId, baseUrl: "http://127.0.0.1:9", retries: 0 })
    const answer = await lonely.check("1")
    assert(!answer.ok)
    assert.strictEqual(answer.error.code, "ProviderUnreachable")
    await lonely.close()
  })

  it("aborting rejects with the reason and ends the request on the wire", async () => {
    const controller = new AbortController()
    const leaves = once(provider.events, "left")
    const asking = rejection(client.check("timeout-1", { signal: controller.signal }))
    setTimeout(() => controller.abort(new Error("enough")), 50)
    assert.strictEqual(String(await asking), "Error: enough")
    await leaves
    assert.match(
      String(await rejection(client.check("paid-1", { signal: AbortSignal.abort() }))),
      /Abort/
    )
  })
})

describe("inspectMany", () => {
  const references = ["paid-1", "code-7-1", "refund-due-1"]

  it.each([
    ["an array", references],
    ["a set", new Set(references)],
    ["an async iterable", later(references)]
  ])("answers each in order, from %s", async (_name, source) => {
    const answers = await Array.fromAsync(client.inspectMany(source, { concurrency: 2 }))
    assert.deepStrictEqual(
      answers.map(({ referenceId }) => referenceId),
      references
    )
    assert.deepStrictEqual(
      answers.map((each) => (each.ok ? each.status.verdict : each.error.code)),
      ["Paid", "InvalidSignature", "RefundDue"]
    )
  })

  it("pulls only what it needs, and closes what it pulls from when nobody reads on", async () => {
    let pulled = 0
    let closed = false
    function* endless() {
      try {
        for (;;) yield `paid-${pulled++}`
      } finally {
        closed = true
      }
    }
    for await (const { ok } of client.inspectMany(endless(), { concurrency: 2 })) {
      assert.isTrue(ok)
      break
    }
    assert.isAtMost(pulled, 10)
    assert.isTrue(closed)
  })

  it("rejects when the references cannot be read", async () => {
    assert.match(
      String(await rejection(Array.fromAsync(client.inspectMany(broken())))),
      /could not be read/
    )
  })
})

describe("track", () => {
  it("says what changed, with the verdict before, until it is done", async () => {
    const changes = await Array.fromAsync(client.track("123456"))
    assert.strictEqual(changes.length, 1)
    const [change] = changes
    assert(change?.ok)
    assert.strictEqual(change.status.verdict, "Refunded")
    assert.isNull(change.status.previous)
  })

  it("giving up is the last answer, with the last status", async () => {
    const changes = await Array.fromAsync(
      client.track("pending-1", { giveUpAfter: 300, interval: 100 })
    )
    const last = changes.at(-1)
    assert(last !== undefined && !last.ok)
    assert.strictEqual(last.error.code, "GaveUpWaiting")
    assert.strictEqual(last.error.status?.verdict, "Pending")
  })

  it("aborting rejects with the reason", async () => {
    const controller = new AbortController()
    setTimeout(() => controller.abort(new Error("enough")), 50)
    const tracking = Array.fromAsync(client.track("pending-1", { signal: controller.signal }))
    assert.strictEqual(String(await rejection(tracking)), "Error: enough")
  })
})

describe("misuse", () => {
  it.each([
    [{}, "registrationId is not set."],
    [{ registrationId: "" }, "registrationId is not valid."],
    [{ registrationId, baseUrl: "aopay" }, "baseUrl is not valid."],
    [{ registrationId, apiKey: "two words" }, "apiKey is not valid."],
    [{ registrationId, timeZone: "Mars" }, "timeZone is not valid."],
    [{ registrationId, timeout: -1 }, "timeout must be"],
    [{ registrationId, deadline: Number.NaN }, "deadline must be"],
    [{ registrationId, retires: 0 }, 'createClient has no option "retires"'],
    [{ registrationId, retries: 1.5 }, "retries must be"],
    [{ registrationId, backoff: 0 }, "backoff must be"],
    [{ registrationId, gap: -1 }, "gap must be"],
    [{ registrationId, rate: { limit: 0, window: 1000 } }, "rate.limit must be"],
    [{ registrationId, rate: { limit: 1, window: 0 } }, "rate.window must be"],
    [
      { registrationId, breaker: { threshold: 1.1, calls: 5, openFor: 1000 } },
      "breaker.threshold must be"
    ],
    [
      { registrationId, breaker: { threshold: 0.5, calls: 0, openFor: 1000 } },
      "breaker.calls must be"
    ],
    [
      { registrationId, breaker: { threshold: 0.5, calls: 5, openFor: 0 } },
      "breaker.openFor must be"
    ],
    [{ registrationId, lateFlipWindow: Number.NaN }, "lateFlipWindow must be"]
  ])("%j throws a TypeError that names the option", (options, said) => {
    const untyped: ClientOptions = JSON.parse(JSON.stringify(options), (_, value) =>
      value === null ? Number.NaN : value
    )
    assert.throws(() => createClient(untyped), TypeError, said)
  })

  it("no options at all are misuse, and so are options that are none", async () => {
    // @ts-expect-error what plain JavaScript may do
    assert.throws(() => createClient(), TypeError, "registrationId is not set.")
    // @ts-expect-error what plain JavaScript may do
    assert.throws(() => createClient("AOP-554"), TypeError, "must be an object")
    // @ts-expect-error what plain JavaScript may do
    assert.match(String(await rejection(client.check("1", { timeout: 5 }))), /no option "timeout"/)
    // @ts-expect-error what plain JavaScript may do
    assert.match(String(await rejection(client.check("1", { signal: 5 }))), /an AbortSignal/)
    // @ts-expect-error what plain JavaScript may do
    assert.isTrue((await client.inspect("paid-1", null)).ok)
    assert.throws(() => client.inspectMany("abc"), TypeError, "not one text")
    // @ts-expect-error what plain JavaScript may do
    assert.match(String(await rejection(Array.fromAsync(client.inspectMany(5)))), /be read/)
  })

  it("closing ends what is under way", async () => {
    const closing = createClient({ registrationId, baseUrl })
    const following = rejection(Array.fromAsync(closing.track("pending-1", { interval: 50 })))
    const asking = rejection(closing.check("timeout-1"))
    setTimeout(() => void closing.close(), 120)
    assert.match(String(await following), /The client is closed/)
    assert.match(String(await asking), /The client is closed/)
    assert.match(String(await rejection(Array.fromAsync(closing.inspectMany(["1"])))), /closed/)
  })

  it.each([0, -1, Number.NaN])("concurrency %d throws", (concurrency) => {
    assert.throws(() => client.inspectMany(["1"], { concurrency }), TypeError, "concurrency")
  })

  it("a closed client rejects", async () => {
    const closed = createClient({ registrationId, baseUrl })
    await closed.close()
    assert.match(String(await rejection(closed.check("paid-1"))), /closed/)
  })
})
