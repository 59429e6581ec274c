import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import { meaningOf, type Verdict } from "../src/Verdict.ts"
import { decide, explain } from "../src/VerdictRules.ts"

const table: ReadonlyArray<
  readonly [status: string, refunded: boolean, Verdict, refundSafe: boolean, resendSafe: boolean]
> = [
  ["1", false, "Paid", false, false],
  ["0", true, "Refunded", true, true],
  ["0", false, "RefundDue", false, false],
  ["2", false, "Pending", false, false],
  ["1", true, "Conflict", false, false],
  ["2", true, "Conflict", false, false]
]

describe("the verdict table", () => {
  it.each(table)(
    "data.status %s with refunded %s is %s",
    (status, refunded, verdict, refundSafe, resendSafe) => {
      assert.strictEqual(decide({ status, refunded }), verdict)
      assert.strictEqual(meaningOf(verdict).refundSafe, refundSafe)
      assert.strictEqual(meaningOf(verdict).resendSafe, resendSafe)
    }
  )

  it.prop(
    "a status nobody listed is Pending, or Conflict when refunded; never anything else",
    [Schema.String],
    ([status]) => {
      const listed = status === "0" || status === "1"
      return (
        listed ||
        (decide({ status, refunded: false }) === "Pending" &&
          decide({ status, refunded: true }) === "Conflict")
      )
    }
  )

  it.each(["01", "1.0", " 1", "1 ", "true", "+1", "-0", "１", "SUCCESS", "Failed"])(
    "%j is not a listed status",
    (status) => {
      assert.strictEqual(decide({ status, refunded: false }), "Pending")
    }
  )
})

describe("why", () => {
  it.each(table)(
    "names both fields for data.status %s, refunded %s",
    (status, refunded, verdict) => {
      const why = explain({ status, refunded })
      assert.include(why, `${verdict}, because data.status is "${status}"`)
      assert.include(why, `data.refunded is ${refunded ? 1 : 0}`)
    }
  )

  it("says that of refunding and paying again only one is safe, once", () => {
    assert.include(explain({ status: "0", refunded: true }), "one of the two, once")
    assert.include(meaningOf("Refunded").advice, "one of the two, once")
  })
})
