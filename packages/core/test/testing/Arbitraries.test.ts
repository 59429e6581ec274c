import { assert, describe, it } from "@effect/vitest"
import { Result, Schema } from "effect"
import {
  arbitraryRecord,
  arbitraryReference,
  arbitraryVerdict,
  wireQuirks
} from "../../src/testing.ts"
import { ReferenceId } from "../../src/ReferenceId.ts"
import { Verdict } from "../../src/Verdict.ts"
import { paymentStatusToJson } from "../../src/PaymentStatus.ts"
import { read } from "../reading.ts"

const told = (body: string, referenceId: string) => {
  const { checkedAt: _, ...rest } = paymentStatusToJson(
    Result.getOrThrow(read(body, 200, referenceId))
  )
  return rest
}

describe("what is written and read again", () => {
  it.prop(
    "has the verdict of the table, its reference and no drift",
    [arbitraryRecord],
    ([record]) => {
      const { refunded, status } = record.state
      const { drift, referenceId, verdict } = told(record.body, record.referenceId)
      const kept = status === "1" ? "Paid" : status === "0" ? "RefundDue" : "Pending"
      const expected = refunded ? (status === "0" ? "Refunded" : "Conflict") : kept
      return verdict === expected && referenceId === record.referenceId && drift.length === 0
    }
  )

  for (const { apply, name, readable } of wireQuirks)
    it.prop(
      readable ? `is the same with ${name}` : `cannot be read with ${name}`,
      [arbitraryRecord],
      ([{ body, referenceId }]) => {
        const quirky = apply({ contentType: "application/json", body }).body
        if (!readable) return Result.isFailure(read(quirky, 200, referenceId))
        return JSON.stringify(told(quirky, referenceId)) === JSON.stringify(told(body, referenceId))
      }
    )
})

it("no quirk changes what is no JSON object", () => {
  const bodies = wireQuirks
    .filter(({ readable }) => readable)
    .map(({ apply }) => apply({ contentType: "x", body: "[]" }).body)
  assert.deepStrictEqual([...new Set(bodies)], ["[]"])
})

it("a quirk changes only what is there", () => {
  const bodies = wireQuirks
    .filter(({ name }) => !["undocumented", "php-warning"].includes(name))
    .map(({ apply }) => apply({ contentType: "x", body: '{"message":"m"}' }).body)
  assert.deepStrictEqual([...new Set(bodies)], ['{"message":"m"}'])
})

it.prop(
  "references and verdicts are valid",
  [arbitraryReference, arbitraryVerdict],
  ([reference, verdict]) => Schema.is(ReferenceId)(reference) && Schema.is(Verdict)(verdict)
)
