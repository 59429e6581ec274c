import { assert, describe, it } from "@effect/vitest"
import { inquiryErrorToJson, paymentStatusToJson, type Verdict } from "@bill-payment-status/core"
import { samplePaymentStatus, sampleRefusal } from "@bill-payment-status/core/testing"
import { Duration } from "effect"
import { Summary } from "../../src/Batch/Summary.ts"
import { Progress } from "../../src/Batch/Progress.ts"
import { summaryText } from "../../src/Output/SummaryText.ts"

const status = (verdict: Verdict) => paymentStatusToJson(samplePaymentStatus(verdict))

const line = (answer: Parameters<Summary["add"]>[0]["answer"], origin = "asked" as const) => ({
  answer,
  origin,
  advice: null,
  excerpt: ""
})

describe("the summary", () => {
  it("counts each reference once, its money too, and every line", () => {
    const summary = new Summary()
    summary.add(line(status("Paid")))
    summary.add({ ...line(status("Paid")), origin: "repeated" })
    summary.add({ ...line(status("Paid")), origin: "recorded" })
    assert.strictEqual(summary.lines, 3)
    assert.strictEqual(summary.references, 2)
    assert.strictEqual(summary.asked, 1)
    const paise = BigInt(status("Paid").transaction.amount.replace(".", "")) * 2n
    assert.deepStrictEqual(summary.tallies.get("Paid"), { references: 2, paise })
  })

  it.each([
    ["Paid", 0, 0],
    ["Refunded", 0, 0],
    ["Pending", 0, 1],
    ["RefundDue", 0, 1],
    ["Conflict", 1, 0]
  ] as const)("%s: %i to look at, %i to ask again", (verdict, look, again) => {
    const summary = new Summary()
    summary.add(line(status(verdict)))
    assert.deepStrictEqual([summary.toLookAt, summary.toAskAgain], [look, again])
  })

  it.each([
    [2, 0, 1],
    [4, 1, 0],
    [5, 0, 1],
    [7, 1, 0],
    [99, 1, 0]
  ])("code %i: %i to look at, %i to ask again", (code, look, again) => {
    const summary = new Summary()
    summary.add(line(inquiryErrorToJson(sampleRefusal(code))))
    assert.deepStrictEqual([summary.toLookAt, summary.toAskAgain], [look, again])
    assert.isNull(summary.tallies.values().next().value?.paise)
  })

  it("is drawn with the longest bar for the most frequent", () => {
    const summary = new Summary()
    for (let index = 0; index < 4; index += 1) summary.add(line(status("Pending")))
    summary.add(line(status("Conflict")))
    const text = summaryText(summary, Duration.seconds(2))
    assert.match(
      text,
      /^\n5 references, 2\.0 s, 3 a second\n\n {2}Pending +4 +₹[\d,.]+ +█{24}\n {2}Conflict +1 +₹[\d,.]+ +█{6}\n\n1 reference to look at: .+\n4 references to ask again later: .+$/
    )
  })
})

describe("progress", () => {
  it.each([
    [0, 0, "0 of 1,000 · 0 % · 0.0 a second"],
    [250, 1000, "250 of 1,000 · 25 % · 250 a second · 3 s left"],
    [1000, 2000, "1,000 of 1,000 · 100 % · 500 a second · 0 s left"]
  ])("after %i lines and %i ms: %s", (lines, now, text) => {
    assert.strictEqual(new Progress(1000, 0).describe(lines, now), text)
  })

  it("of standard input has no end", () => {
    assert.strictEqual(
      new Progress(undefined, 0).describe(250, 1000),
      "250 answered · 250 a second"
    )
  })

  it("measures the rate over the last seconds", () => {
    const progress = new Progress(undefined, 0)
    for (let second = 1; second <= 20; second += 1) progress.describe(second * 10, second * 1000)
    assert.strictEqual(progress.describe(1200, 21_000), "1,200 answered · 175 a second")
  })
})
