import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { RegistrationId } from "@bill-payment-status/core"
import { type RunningMockServer, startMockServer } from "@bill-payment-status/mock-server"
import { Duration, Redacted } from "effect"
import { partnerOf } from "../src/Admission/Partner.ts"
import { eventually } from "./eventually.ts"
import { sampleRecord } from "./Keys/sampleRecord.ts"
import { exchange, requestText } from "./RawConnection.ts"
import { serveGateway, type ServedGateway } from "./serveGateway.ts"

const own = Redacted.make(RegistrationId.make("AOP-554"))

const team = () => {
  const { record, text } = sampleRecord({
    scopes: ["read", "batch", "track", "compat"],
    registrations: []
  })
  return { text, partner: partnerOf(record, { own, isInForce: () => true, again: () => true }) }
}

const [one, other] = [team(), team()]
const partners = new Map([one, other].map(({ partner, text }) => [text, partner]))

let mock: RunningMockServer
/** Asks again as soon as it was answered. */
let eager: ServedGateway
/** Asks about one reference at most once a minute. */
let patient: ServedGateway

beforeAll(async () => {
  mock = await startMockServer()
  const options = {
    aopay: mock.url,
    find: (presented: string) => partners.get(presented) ?? ("unknown" as const),
    deadline: Duration.seconds(5),
    timeout: Duration.seconds(5)
  }
  eager = await serveGateway({ ...options, policy: { gap: Duration.zero } })
  patient = await serveGateway({ ...options, policy: { gap: Duration.minutes(1) } })
})

afterAll(async () => {
  await eager.stop()
  await patient.stop()
  await mock.stop()
})

const ask = async ({ port }: ServedGateway, target: string, { text } = one) => {
  const request = requestText("GET", `/v1/transactions/${target}`, {
    headers: [`authorization: Bearer ${text}`]
  })
  const answer = await exchange(port, request)
  assert.strictEqual(answer?.status, 200, answer?.body.toString())
  return { headers: answer?.headers ?? {}, body: JSON.parse(answer?.body.toString() ?? "null") }
}

const timesAsked = (referenceId: string) => mock.journal({ referenceId }).length

describe("a final answer", () => {
  it("is asked for once, whoever asks, and tells its age", async () => {
    const first = await ask(eager, "refunded-once", one)
    const second = await ask(eager, "refunded-once", other)
    assert.deepStrictEqual(second.body, first.body)
    assert.strictEqual(timesAsked("refunded-once"), 1)
    for (const { headers } of [first, second]) {
      assert.strictEqual(headers["cache-control"], "private, max-age=3600")
      assert.match(headers["age"] ?? "", /^\d+$/)
    }
    const older = await eventually(
      () => ask(eager, "refunded-once", other),
      ({ headers }) => Number(headers["age"]) > 0
    )
    assert.deepStrictEqual(older.body, first.body)
    assert.strictEqual(timesAsked("refunded-once"), 1)
  })

  it("is given in a batch out of memory, and kept when AOPay's own route was asked", async () => {
    const headers = [`authorization: Bearer ${one.text}`, "content-type: application/json"]
    const question = JSON.stringify({ referenceid: "refunded-shared", RegistrationID: "AOP-554" })
    await exchange(
      eager.port,
      requestText("POST", "/api/AOP/BillPaymentStatus", { body: question, headers })
    )
    const { body } = await ask(eager, "refunded-shared", other)
    const references = ["refunded-shared", "refunded-shared"]
    const batch = await exchange(
      eager.port,
      requestText("POST", "/v1/transactions/batch", {
        body: JSON.stringify({ references }),
        headers
      })
    )
    assert.deepStrictEqual(JSON.parse(batch?.body.toString() ?? "").results, [body, body])
    assert.strictEqual(timesAsked("refunded-shared"), 1)
  })

  it("is asked for again when it must be fresh, but not within the gap", async () => {
    const first = await ask(eager, "refunded-fresh")
    const again = await ask(eager, "refunded-fresh?fresh=true", other)
    assert.strictEqual(timesAsked("refunded-fresh"), 2)
    assert.isAtLeast(Date.parse(again.body.checkedAt), Date.parse(first.body.checkedAt))
    const early = await ask(patient, "refunded-early")
    const still = await ask(patient, "refunded-early?fresh=true", other)
    assert.deepStrictEqual(still.body, early.body)
    assert.strictEqual(timesAsked("refunded-early"), 1)
  })

  it("that changes all the same is seen with fresh, and then everywhere", async () => {
    mock.put("changes", { state: "refunded" })
    assert.strictEqual((await ask(eager, "changes")).body.verdict, "Refunded")
    mock.put("changes", { state: "conflict" })
    assert.strictEqual((await ask(eager, "changes")).body.verdict, "Refunded")
    assert.strictEqual((await ask(eager, "changes?fresh=true")).body.verdict, "Conflict")
    const { body, headers } = await ask(eager, "changes", other)
    assert.strictEqual(body.verdict, "Conflict")
    assert.strictEqual(headers["cache-control"], "no-store")
  })
})

describe("an answer that is not final", () => {
  it.each(["pending-x", "refund-due-x", "conflict-x"])(
    "%s is never remembered",
    async (reference) => {
      const first = await ask(eager, reference)
      assert.isFalse(first.body.final)
      assert.strictEqual(first.headers["cache-control"], "no-store")
      assert.isUndefined(first.headers["age"])
      await ask(eager, reference, other)
      assert.strictEqual(timesAsked(reference), 2)
    }
  )

  it("is given again within the gap, with the time it was said", async () => {
    const first = await ask(patient, "pending-gap")
    const second = await ask(patient, "pending-gap", other)
    assert.deepStrictEqual(second.body, first.body)
    assert.strictEqual(timesAsked("pending-gap"), 1)
  })

  it("a bill that was paid lately is not final, and one that was paid long ago is", async () => {
    mock.put("lately", { state: "paid" })
    assert.isFalse((await ask(eager, "lately")).body.final)
    assert.isTrue((await ask(eager, "paid-long-ago")).body.final)
  })
})

describe("many who ask at once", () => {
  it("share one question, whatever their key", async () => {
    mock.put("slow-for-all", { state: "pending", faults: [{ fault: "slow", delay: "300ms" }] })
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        ask(eager, "slow-for-all", index % 2 === 0 ? one : other)
      )
    )
    assert.strictEqual(timesAsked("slow-for-all"), 1)
    for (const { body } of answers) assert.deepStrictEqual(body, answers[0]?.body)
  })

  it("are answered although the one who asked first has gone", async () => {
    mock.put("slow-for-one", { state: "pending", faults: [{ fault: "slow", delay: "400ms" }] })
    const leaving = new AbortController()
    const first = fetch(`${eager.url}/v1/transactions/slow-for-one`, {
      headers: { authorization: `Bearer ${one.text}` },
      signal: leaving.signal
    }).catch(() => "gone")
    await eventually(
      () => timesAsked("slow-for-one"),
      (times) => times > 0
    )
    const second = ask(eager, "slow-for-one", other)
    leaving.abort()
    assert.strictEqual(await first, "gone")
    assert.strictEqual((await second).body.verdict, "Pending")
  })
})
