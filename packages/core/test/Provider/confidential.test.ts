import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { inspect } from "node:util"
import type { AnswerError } from "../../src/Provider/AopayAnswer.ts"
import { bodyWith, read } from "../reading.ts"

const statusOf = (body: string) => Result.getOrThrow(read(body))

const errorOf = (body: string): AnswerError => Result.getOrThrow(Result.flip(read(body)))

const assertNeverShown = (body: string, httpStatus = 200) => {
  const value = Result.merge(read(body, httpStatus))
  const shown = `${JSON.stringify(value)} ${inspect(value, { depth: null })}`
  assert.notMatch(shown, /1\W?0\W?2\W?2\W?7\W?7\W?1\W?0\W?0|SECRET/i)
  return value
}

describe("what is confidential", () => {
  const account = "102277100"
  const spellings = ["102277100", "1022 77100", "1022-77100", "10-22-77-10-0", "x102277100y"]

  it.each(spellings)("is masked in a message: %s", (spelling) => {
    assertNeverShown(bodyWith({ top: { message: `Bill of ${spelling} refunded` } }))
    assertNeverShown(
      bodyWith({ top: { response_code: 5, message: `cannot process ${spelling}` } }),
      401
    )
  })

  it.each(spellings)("is masked in every other field: %s", (spelling) => {
    for (const key of ["operatorname", "status", "tds", "dateadded"])
      assertNeverShown(bodyWith({ data: { [key]: `of ${spelling}`, refunded: "0" } }))
  })

  it.each(["operatorid", "txnid", "refundtxnid"])("is masked as %s in the JSON form", (key) => {
    const status = statusOf(bodyWith({ data: { [key]: `${account}/1` } }))
    assert.notInclude(JSON.stringify(status), account)
    assert.notInclude(
      JSON.stringify(statusOf(bodyWith({ data: { [key]: "AOP-SECRET" } }))),
      "SECRET"
    )
  })

  it.each([
    102277100,
    ["102277100"],
    { number: "102277100" },
    { nested: [{ number: 102277100 }] },
    "102277100\n",
    "1022-77100"
  ])("is masked however it is sent: %j", (canumber) => {
    assertNeverShown(bodyWith({ data: { canumber }, top: { message: `for ${account}` } }))
  })

  it.each([
    '{"response_code":2,"message":"no txn for account 102277100"}',
    '{"response_code":2,"canumber":"102277100","message":"no txn for 1022 77100"}',
    '{"response_code":4,"data":["102277100"],"message":"bad 102277100"}',
    '{"response_code":4,"data":{"canumber":""},"message":"bad 102277100"}',
    '{"response_code":4,"data":{"canumber":"NA"},"message":"bad 102277100"}'
  ])("is masked where the answer does not say which number it is: %s", (body) => {
    assertNeverShown(body)
  })

  it("is masked in an identifier wherever it is shown, and whole in the value", () => {
    for (const key of ["operatorid", "txnid", "refundtxnid"]) {
      assertNeverShown(bodyWith({ data: { [key]: `BBPS${account}X` } }))
      assertNeverShown(bodyWith({ data: { [key]: account } }))
      assertNeverShown(bodyWith({ data: { [key]: "xAOP-SECRETy" } }))
    }
    const { transaction } = statusOf(bodyWith({ data: { txnid: account } }))
    assert.strictEqual(transaction.transactionId, account)
  })

  it("is masked when the key stands twice, whichever of the two it is", () => {
    const twice = (first: string, second: string) =>
      bodyWith({ data: { canumber: first }, top: { message: `for ${account}` } }).replace(
        '"canumber":',
        `"canumber":"${second}","canumber":`
      )
    assertNeverShown(twice(account, "999999999"))
    assertNeverShown(twice("999999999", account))
  })

  it("is masked in the excerpt of what cannot be read", () => {
    for (const body of [
      `{"canumber": "${account}", "status: 0" }`,
      `<html>${account} AOP-SECRET</html>`,
      `Warning: {"canumber":"KA-1","x":"${account} for KA-1"`
    ]) {
      const error = assertNeverShown(body)
      assert.propertyVal(error, "_tag", "UndecodableAnswer")
    }
  })

  it("that is none damages no other field", () => {
    const { transaction } = statusOf(
      bodyWith({ data: { canumber: "TV", operatorname: "Dish TV" } })
    )
    assert.strictEqual(transaction.toJSON().operatorName, "Dish TV")
    assert.strictEqual(transaction.toJSON().customerAccount, "•V")
  })

  it("never comes back through a replacement pattern", () => {
    const tricky = bodyWith({
      data: { canumber: "12345678$&" },
      top: { message: "for 12345678$&" }
    })
    assert.notInclude(JSON.stringify(statusOf(tricky)), "12345678")
  })

  it("short is masked only where it stands alone", () => {
    const { message } = statusOf(
      bodyWith({ data: { canumber: "1234" }, top: { message: "code 1 for 1234 of 12345" } })
    )
    assert.strictEqual(message, "code 1 for ••34 of 12345")
  })

  it("is our registration and key as well, when an answer repeats them", () => {
    const echo = "bad AOP-SECRET, aop secret KEY-SECRET"
    assertNeverShown(JSON.stringify({ response_code: 7, message: echo }), 401)
    assertNeverShown(
      bodyWith({ data: { operatorname: echo, tds: echo, status: echo, refunded: 0 } })
    )
  })

  it("does not conceal the reference that was asked for", () => {
    const { message } = errorOf('{"response_code":2,"message":"123456 not found"}')
    assert.strictEqual(message, "123456 not found")
  })

  it("text is one safe line of bounded length", () => {
    const { message } = errorOf(
      JSON.stringify({ response_code: 2, message: `\u001b[2J\u009b\u202e\n${"x".repeat(10_000)}` })
    )
    assert.isTrue(message.startsWith("\uFFFD[2J\uFFFD\uFFFD\uFFFDxxx"))
    assert.isBelow(message.length, 600)
  })
})
