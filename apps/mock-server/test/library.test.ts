import { assert, describe, it } from "@effect/vitest"
import { createClient } from "@bill-payment-status/core/promise"
import { PageExamples } from "@bill-payment-status/core/testing"
import { Effect } from "effect"
import { setupServer } from "msw/node"
import { setTimeout } from "node:timers/promises"
import { layerMockServer, MockServer, startMockServer } from "../src/index.ts"
import { mockHandlers } from "../src/msw.ts"

const { registrationId } = PageExamples

const clientOf = (baseUrl: string) => createClient({ registrationId, baseUrl, gap: 0, retries: 0 })

const verdictOf = async (client: ReturnType<typeof clientOf>, referenceId: string) => {
  const answer = await client.inspect(referenceId)
  return answer.ok ? answer.status.verdict : answer.error.code
}

describe("startMockServer", () => {
  it("is driven by methods, its namespaces apart", async () => {
    const mock = await startMockServer({ seed: 1 })
    const job = mock.namespace("job-1")
    const [client, other] = [clientOf(mock.url), clientOf(job.url)]
    mock.put("INV-1", { states: [{ state: "pending" }, { state: "paid", after: "1 minute" }] })
    assert.strictEqual(await verdictOf(client, "INV-1"), "Pending")
    assert.strictEqual(await verdictOf(other, "INV-1"), "TransactionNotFound")
    mock.advance("2 minutes")
    assert.strictEqual(await verdictOf(client, "INV-1"), "Paid")
    assert.strictEqual(mock.transaction("INV-1")?.state, "paid")
    mock.faults({ fault: "unavailable", times: 1 })
    assert.strictEqual(await verdictOf(client, "INV-1"), "ProviderUnavailable")
    mock.quirks("php-warning")
    assert.strictEqual(await verdictOf(client, "INV-1"), "UndecodableAnswer")
    mock.quirks()
    assert.isTrue(mock.verify({ reference: "INV-1", times: 4 }).pass)
    assert.deepStrictEqual(
      mock.journal({ referenceId: "INV-1" }).map(({ fault, told }) => fault ?? told),
      ["pending", "paid", "unavailable", "paid"]
    )
    assert.strictEqual(mock.freeze("2026-01-15T10:30:00Z").now, Date.UTC(2026, 0, 15, 10, 30))
    assert.isFalse(mock.resume(60).frozen)
    mock.reset()
    assert.strictEqual(await verdictOf(client, "INV-1"), "TransactionNotFound")
    await Promise.all([client.close(), other.close()])
    await mock.stop()
  })

  it("rejects, naming the address, when the port is taken", async () => {
    const mock = await startMockServer()
    const port = Number(new URL(mock.url).port)
    const second = await startMockServer({ port }).then(
      () => "started",
      (error: unknown) => String(error)
    )
    assert.include(second, `Cannot listen on 127.0.0.1 port ${port} (EADDRINUSE).`)
    await mock.stop()
  })

  it.each([
    [{ faults: [{ fault: "slwo" }] }, "options.faults.0.fault: "],
    [{ chaos: "x" }, "options.chaos: "],
    [{ log: "loud" }, "options.log: "],
    [{ upstream: "nowhere" }, "options.upstream: "],
    [{ seed: Number.NaN }, "options.seed: "]
  ])("refuses %j by name", async (options, said) => {
    // @ts-expect-error what plain JavaScript may do
    const started = startMockServer(options)
    assert.include(String(await started.catch((error: unknown) => error)), said)
  })

  it("refuses connections from when it says so, until the longest refusal ends", async () => {
    const mock = await startMockServer()
    const client = clientOf(mock.url)
    await mock.refuse("400ms")
    await mock.refuse("10ms")
    assert.strictEqual(await verdictOf(client, "paid-1"), "ProviderUnreachable")
    await setTimeout(100)
    assert.strictEqual(await verdictOf(client, "paid-1"), "ProviderUnreachable")
    const answers = async (): Promise<string> =>
      (await verdictOf(client, "paid-1")) === "Paid" ? "Paid" : setTimeout(20).then(answers)
    assert.strictEqual(await answers(), "Paid")
    await client.close()
    await mock.stop()
  })

  it("takes durations as the control API does", async () => {
    const mock = await startMockServer({ faults: [{ fault: "slow", delay: "10ms" }] })
    const client = clientOf(mock.url)
    assert.strictEqual(await verdictOf(client, "paid-1"), "Paid")
    assert.throws(() => mock.resume(Number.NaN), TypeError, "scale")
    assert.throws(() => mock.quirks("nonsense"), TypeError, "quirks.0")
    assert.throws(() => mock.namespace("job 17/x"), TypeError, "namespace")
    assert.throws(() => mock.put("", { state: "paid" }), TypeError, "reference")
    await client.close()
    await mock.stop()
  })

  it.each([
    [{ state: "payed" }, "plan.state: "],
    [{ state: "paid", amont: "1" }, "plan.amont: "],
    [{ states: [{ state: "pending" }, { state: "paid", after: "soon" }] }, "plan.states.1.after: "]
  ])("names what is wrong with %j", async (plan, said) => {
    const mock = await startMockServer()
    // @ts-expect-error what plain JavaScript may do
    assert.throws(() => mock.put("INV-1", plan), TypeError, said)
    await mock.stop()
  })
})

it.live("layerMockServer is a service for Effect", () =>
  Effect.gen(function* () {
    const { journal, url } = yield* MockServer
    const client = clientOf(url)
    assert.strictEqual(yield* Effect.promise(() => verdictOf(client, "refunded-1")), "Refunded")
    assert.strictEqual(journal().length, 1)
    yield* Effect.promise(() => client.close())
  }).pipe(Effect.provide(layerMockServer()))
)

it("MSW's handlers answer as the server does", async () => {
  const { advance, handlers, put } = mockHandlers()
  const server = setupServer(...handlers)
  server.listen()
  const client = clientOf("http://aopay.test")
  assert.strictEqual(await verdictOf(client, "paid-1"), "Paid")
  assert.strictEqual(await verdictOf(client, "pending-then-paid-1"), "Pending")
  advance("1 minute")
  assert.strictEqual(await verdictOf(client, "pending-then-paid-1"), "Paid")
  put("INV-1", { state: "conflict" })
  assert.strictEqual(await verdictOf(client, "INV-1"), "Conflict")
  assert.strictEqual(await verdictOf(client, "reset-1"), "ProviderUnreachable")
  assert.strictEqual(await verdictOf(client, "code-7-1"), "InvalidSignature")
  await client.close()
  server.close()
})
