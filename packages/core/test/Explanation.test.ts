import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted, Result } from "effect"
import { explainError, explainStatus, readSavedAnswer, ReferenceId } from "../src/index.ts"
import { PageExamples } from "../src/testing.ts"
import { bodyWith } from "./reading.ts"

const secrets = [Redacted.make("AOP-SECRET")]

const explain = (body: string, httpStatus = 200) =>
  readSavedAnswer({ body, httpStatus, secrets }).pipe(
    Effect.result,
    Effect.map(
      Result.match({
        onFailure: (error) => explainError(error, secrets),
        onSuccess: (status) => explainStatus(status, secrets)
      })
    )
  )

describe("an explanation", () => {
  it.effect("of the page's example names what decided, and what would have changed it", () =>
    Effect.gen(function* () {
      const { body, decidedBy, why, wouldChange } = yield* explain(PageExamples.refundedAnswer)
      assert.include(why, "Refunded, because data.status is")
      assert.deepStrictEqual(
        decidedBy.map(({ found, path }) => `${path} ${found}`),
        [
          "response_code 1",
          "status true",
          'data.refid "123456"',
          'data.status "0"',
          'data.refunded "1"',
          'data.amount "100"'
        ]
      )
      assert.include(wouldChange, 'data.status "1" with data.refunded 0 would be Paid.')
      assert.include(wouldChange, 'data.status "2" with data.refunded 1 would be Conflict.')
      assert.notInclude(wouldChange.join(" "), "would be Refunded")
      assert.include(body, "•••••7100")
      assert.include(body, '"txnid"')
      assert.notInclude(body, "102277100")
    })
  )

  it.effect.each([
    [
      '{"responsecode":7,"message":"no AOP-SECRET of 102277100"}',
      "InvalidSignature, because",
      "responsecode 7"
    ],
    [bodyWith({ data: { refunded: "yes" } }), "UndecodableAnswer, because", 'data.refunded "yes"'],
    ['{"response_code":1,"status":true}', "UndecodableAnswer, because data", "data.refid missing"]
  ] as const)("of what is no verdict says what there was: %.40s", ([body, why, fact]) =>
    Effect.gen(function* () {
      const explained = yield* explain(body)
      assert.include(explained.why, why)
      const facts = explained.decidedBy.map(({ found, path }) => `${path} ${found}`)
      assert.include(facts, fact)
      assert.include(explained.wouldChange.join(" "), "A verdict needs response_code 1")
      assert.notMatch(JSON.stringify(explained), /SECRET|102277100/)
    })
  )

  it.effect("of what is no JSON shows it without long numbers", () =>
    Effect.gen(function* () {
      const { body, decidedBy } = yield* explain("<html>Account 102277100 AOP-SECRET</html>", 503)
      assert.deepStrictEqual(decidedBy, [])
      assert.strictEqual(body, "<html>Account •••••7100 <redacted></html>")
    })
  )

  it.effect("is cut after it is concealed, so that no number is cut in two before", () =>
    Effect.gen(function* () {
      const start = '{"response_code":2,"message":"m","canumber":"102277100","x":"'
      const body = `${start}${" ".repeat(64 * 1024 - start.length - 6)}102277100"}`
      const shown = (yield* explain(body)).body ?? ""
      assert.isAtMost(shown.length, 64 * 1024)
      assert.notInclude(shown, "10227")
    })
  )

  it.effect("looks at each character of a long word once", () =>
    Effect.gen(function* () {
      const { body } = yield* explain("x".repeat(1024 * 1024))
      assert.strictEqual(body?.length, 64 * 1024)
    })
  )

  it.effect("conceals in facts, and keeps every digit of a number", () =>
    Effect.gen(function* () {
      const body = bodyWith({ data: { status: "of 102277100" } }).replace(
        '"amount":"100"',
        '"amount":100.50'
      )
      const facts = (yield* explain(body)).decidedBy.map(({ found }) => found)
      assert.include(facts, '"of •••••7100"')
      assert.include(facts, "100.50")
    })
  )
})

const tagOf = (referenceId: ReferenceId | undefined) =>
  readSavedAnswer({ body: PageExamples.refundedAnswer, referenceId }).pipe(
    Effect.match({ onFailure: ({ _tag }) => _tag, onSuccess: ({ verdict }) => verdict })
  )

it.effect("a saved answer about another reference is noticed where the reference is known", () =>
  Effect.gen(function* () {
    assert.strictEqual<string>(yield* tagOf(undefined), "Refunded")
    assert.strictEqual<string>(yield* tagOf(ReferenceId.make("1")), "MismatchedReference")
  })
)
