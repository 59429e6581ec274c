import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { bodyWith, read } from "./reading.ts"

const statusOf = (body: string) => Result.getOrThrow(read(body))

describe("real losses, seen in public integrations of this API family", () => {
  it("1: not found is indeterminate, never a reason to refund", () => {
    const result = read('{"response_code":2,"status":true,"message":"Transaction not found"}')
    const error = Result.getOrThrow(Result.flip(result))
    assert.strictEqual(error._tag, "TransactionNotFound")
    assert.strictEqual(error.retry, "later")
    assert.include(error.advice, "do not refund")
  })

  it("2: code 1 alone is not success: the page's own example is a refund", () => {
    assert.strictEqual(statusOf(bodyWith({})).verdict, "Refunded")
    assert.strictEqual(statusOf(bodyWith({ data: { refunded: "0" } })).verdict, "RefundDue")
  })

  it.each([1, "1"])("3: data.status %j is Paid, as number and as text", (status) => {
    assert.strictEqual(statusOf(bodyWith({ data: { status, refunded: "0" } })).verdict, "Paid")
  })

  it.each([0, "0", false, "false"])("4: refunded %j is not refunded", (refunded) => {
    const status = statusOf(bodyWith({ data: { status: "1", refunded } }))
    assert.strictEqual(status.verdict, "Paid")
    assert.isNull(status.transaction.refund)
  })

  it.each([0, 8, 99, -1, "200"])("5: the unlisted code %j is an error of its own", (code) => {
    const result = read(bodyWith({ top: { response_code: code } }), 200)
    const error = Result.getOrThrow(Result.flip(result))
    assert.strictEqual(error._tag, "UnknownResponseCode")
    assert.strictEqual(error.responseCode, Number(code))
  })

  it.each([2, 3, "pending", "FAILED", "success", true, false])(
    "5: the unlisted data.status %j is Pending",
    (status) => {
      assert.strictEqual(statusOf(bodyWith({ data: { status, refunded: 0 } })).verdict, "Pending")
    }
  )
})
