import { assert, describe, it } from "@effect/vitest"
import { PageExamples } from "@bill-payment-status/core/testing"
import { notPassedOn } from "../../src/Compatible/passesOn.ts"

const refusal = (data: string) => `{"status":false,"response_code":5,"message":"no","data":${data}}`

describe("notPassedOn", () => {
  it.each([
    ["the page's answer", PageExamples.refundedAnswer],
    ["a refusal", '{"status":false,"response_code":7,"message":"no"}'],
    ["a refusal without a record", refusal("null")],
    ["a refusal with an empty one", refusal("{}")],
    ["a refusal with an empty list", refusal("[]")],
    ["a refusal with the record of the reference", refusal('{"refid":"123456","status":"1"}')],
    ["a byte order mark", `\uFEFF${refusal("null")}`]
  ])("%s may be", (_, text) => assert.isUndefined(notPassedOn(text, "123456")))

  it.each([
    ["another reference's record", refusal('{"refid":"999","status":"1","refunded":"0"}')],
    ["a record of nobody's", refusal('{"status":"1","refunded":"0"}')],
    ["a number for another reference", refusal('{"refid":1234567}')],
    ["bytes that are no UTF-8", refusal('{"refid":"123456","operatorname":"\uFFFD"}')]
  ])("%s may not", (_, text) => assert.isDefined(notPassedOn(text, "123456")))
})
