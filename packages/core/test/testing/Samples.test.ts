import { assert, describe, it } from "@effect/vitest"
import { samplePaymentStatus, sampleRefusal } from "../../src/testing.ts"
import { Verdict } from "../../src/Verdict.ts"

describe("samples", () => {
  it.each(Verdict.literals)("there is one of every verdict: %s", (verdict) => {
    const status = samplePaymentStatus(verdict, "INV-9")
    assert.strictEqual(status.verdict, verdict)
    assert.strictEqual(status.referenceId, "INV-9")
  })

  it.each([
    [2, "TransactionNotFound"],
    [7, "InvalidSignature"],
    [99, "UnknownResponseCode"]
  ])("and of every code: %i is %s", (code, tag) => {
    assert.strictEqual(sampleRefusal(code)._tag, tag)
  })
})
