import { assert, describe, it } from "@effect/vitest"
import { DateTime, Redacted, Result, Schema } from "effect"
import type { AnswerError } from "../../src/Provider/AopayAnswer.ts"
import { paymentStatusToJson } from "../../src/PaymentStatus.ts"
import { answeredAt, bodyWith, read } from "../reading.ts"

const statusOf = (body: string, referenceId?: string) =>
  Result.getOrThrow(read(body, 200, referenceId))

const errorOf = (body: string, httpStatus = 200): AnswerError =>
  Result.getOrThrow(Result.flip(read(body, httpStatus)))

describe("codes", () => {
  it.each([
    [2, 200, "TransactionNotFound", "later"],
    [3, 404, "ServiceDisabled", "later"],
    [4, 401, "InquiryRejected", "never"],
    [5, 401, "UnableToProcess", "later"],
    [6, 412, "TokenRejected", "never"],
    [7, 401, "InvalidSignature", "never"]
  ] as const)("%i is %s", (responseCode, httpStatus, tag, retry) => {
    const error = errorOf(
      JSON.stringify({ response_code: responseCode, status: false, message: "m" }),
      httpStatus
    )
    assert.strictEqual(error._tag, tag)
    assert.strictEqual(error.retry, retry)
    assert.strictEqual(error.responseCode, responseCode)
    assert.strictEqual(error.httpStatus, httpStatus)
    assert.strictEqual(error.message, "m")
  })

  it.each([200, 401, 404, 429, 500, 503, 302])(
    "decide, not the HTTP status: code 7 with HTTP %i is InvalidSignature",
    (httpStatus) => {
      assert.strictEqual(errorOf('{"response_code":7}', httpStatus)._tag, "InvalidSignature")
    }
  )

  it.each(["1", 1])("are read quoted and bare: %j", (code) => {
    assert.strictEqual(statusOf(bodyWith({ top: { response_code: code } })).verdict, "Refunded")
  })

  it("are read under either key, also when both agree", () => {
    const either = bodyWith({ top: { response_code: undefined, responsecode: 1 } })
    assert.strictEqual(statusOf(either).verdict, "Refunded")
    assert.strictEqual(statusOf(bodyWith({ top: { responsecode: "1" } })).verdict, "Refunded")
  })

  it("that disagree are undecodable", () => {
    const error = errorOf(bodyWith({ top: { responsecode: 7 } }))
    assert.strictEqual(error._tag, "UndecodableAnswer")
    assert.include(error.message, "disagree")
  })

  it.each(["one", 1.5, "01", " 1", true, {}, []])("%j is not a code", (code) => {
    const error = errorOf(bodyWith({ top: { response_code: code } }), 503)
    assert.strictEqual(error._tag, "UndecodableAnswer")
    assert.propertyVal(error, "path", "response_code")
  })
})

describe("a body that is not an answer", () => {
  it.each(["", "  ", "<html></html>", "Warning: x{}", "null", "[]", "7", '{"status":true}', "{"])(
    "%j is undecodable with 200 and 404, unavailable with 429 and 503",
    (body) => {
      for (const httpStatus of [200, 302, 404])
        assert.strictEqual(errorOf(body, httpStatus)._tag, "UndecodableAnswer")
      for (const httpStatus of [429, 500, 503])
        assert.strictEqual(errorOf(body, httpStatus)._tag, "ProviderUnavailable")
    }
  )

  it("keeps the raw text", () => {
    const { rawBody } = errorOf("<html>oops</html>")
    assert.strictEqual(Redacted.value(rawBody), "<html>oops</html>")
  })

  it("is undecodable when it is nested deeper than the stack", () => {
    const body = `${"[".repeat(500_000)}${"]".repeat(500_000)}`
    assert.strictEqual(errorOf(body)._tag, "UndecodableAnswer")
  })
})

describe("deciding fields", () => {
  it.each([
    ["status", { top: { status: undefined } }],
    ["status", { top: { status: false } }],
    ["status", { top: { status: "yes" } }],
    ["data", { top: { data: undefined } }],
    ["data", { top: { data: [] } }],
    ["data.status", { data: { status: undefined } }],
    ["data.status", { data: { status: null } }],
    ["data.status", { data: { status: "" } }],
    ["data.status", { data: { status: {} } }],
    ["data.refunded", { data: { refunded: undefined } }],
    ["data.refunded", { data: { refunded: "2" } }],
    ["data.refunded", { data: { refunded: "yes" } }],
    ["data.refunded", { data: { refunded: "" } }],
    ["data.refid", { data: { refid: undefined } }],
    ["data.refid", { data: { refid: "" } }],
    ["data.refid", { data: { refid: true } }],
    ["data.amount", { data: { amount: "" } }],
    ["data.amount", { data: { amount: "1e3" } }],
    ["data.amount", { data: { amount: -5 } }],
    ["data.amount", { data: { amount: "12.345" } }]
  ] as const)("name %s when it is missing or unreadable: %j", (path, changes) => {
    const error = errorOf(bodyWith(changes))
    assert.strictEqual(error._tag, "UndecodableAnswer")
    assert.propertyVal(error, "path", path)
    assert.strictEqual(error.responseCode, 1)
  })

  it.each([true, 1, "1", "true"])("read the top-level status %j as true", (status) => {
    assert.strictEqual(statusOf(bodyWith({ top: { status } })).verdict, "Refunded")
  })

  it.each([true, 1, "1", "true"])("read refunded %j as refunded", (refunded) => {
    assert.strictEqual(statusOf(bodyWith({ data: { refunded } })).verdict, "Refunded")
  })

  it("a number is only the value it is written as", () => {
    const body = bodyWith({ data: { refunded: 0 } })
    const precise = body.replace('"status":"0"', '"status":0.99999999999999999999')
    assert.notStrictEqual(precise, body)
    assert.strictEqual(statusOf(precise).verdict, "Pending")
  })

  it.each(["1234567", "0123456", "not-123456"])("refuse another reference: %s", (refid) => {
    assert.strictEqual(errorOf(bodyWith({ data: { refid } }))._tag, "MismatchedReference")
  })

  it("accept the reference as a number that keeps every digit", () => {
    const body = bodyWith({}).replace('"refid":"123456"', '"refid":9007199254740993')
    assert.strictEqual(statusOf(body, "9007199254740993").verdict, "Refunded")
  })
})

describe("descriptive fields", () => {
  it.each([null, "", undefined])("that are absent (%j) are null and no drift", (absent) => {
    const keys = ["txnid", "operatorname", "canumber", "comm", "tds", "dateadded", "refundtxnid"]
    const { drift, transaction } = statusOf(
      bodyWith({ data: Object.fromEntries(keys.map((key) => [key, absent])) })
    )
    assert.deepStrictEqual(drift, [])
    assert.isNull(transaction.transactionId)
    assert.isNull(transaction.customerAccount)
    assert.isNull(transaction.tds)
    assert.isNull(transaction.addedAt)
  })

  it("a zero date is absent", () => {
    const { drift, transaction } = statusOf(
      bodyWith({ data: { dateadded: "0000-00-00 00:00:00" } })
    )
    assert.deepStrictEqual(drift, [])
    assert.isNull(transaction.addedAt)
  })

  it("that cannot be read are null and listed as drift; the verdict stands", () => {
    const status = statusOf(
      bodyWith({ data: { tds: "N/A", dateadded: "2021-02-30 10:00:00", txnid: ["x"] } })
    )
    assert.strictEqual(status.verdict, "Refunded")
    assert.deepStrictEqual(
      [...status.drift].toSorted((one, other) => one.path.localeCompare(other.path)),
      [
        { path: "data.dateadded", found: "2021-02-30 10:00:00" },
        { path: "data.tds", found: "N/A" },
        { path: "data.txnid", found: '["x"]' }
      ]
    )
    assert.isNull(status.transaction.tds)
  })

  it("keep every digit of a number", () => {
    const body = bodyWith({}).replace('"txnid":"55"', '"txnid":90071992547409931234')
    assert.strictEqual(statusOf(body).transaction.transactionId, "90071992547409931234")
  })

  it("money may be a number and stays exact", () => {
    const body = bodyWith({}).replace('"amount":"100"', '"amount":4503599627370496.5')
    assert.strictEqual(
      Result.getOrThrow(Result.flip(read(body)))._tag,
      "UndecodableAnswer",
      "16 digits of rupees are more than the schema accepts"
    )
    const precise = bodyWith({}).replace('"amount":"100"', '"amount":450359962737049.10')
    assert.strictEqual(statusOf(precise).transaction.amount, 45_035_996_273_704_910n)
  })
})

describe("the account number", () => {
  const account = "102277100"

  it("never shows whole in message, drift or JSON form", () => {
    const status = statusOf(
      bodyWith({
        data: { operatorname: [`of ${account}`], canumber: account },
        top: { message: `Bill ${account} refunded` }
      })
    )
    assert.notInclude(JSON.stringify(status), account)
    assert.strictEqual(status.message, "Bill •••••7100 refunded")
  })

  it("never shows whole in drift when it is itself unreadable", () => {
    const status = statusOf(bodyWith({ data: { canumber: { number: account } } }))
    assert.strictEqual(status.drift[0]?.path, "data.canumber")
    assert.notInclude(JSON.stringify(status), account)
  })

  it("never shows whole in the message of an error", () => {
    const error = errorOf(
      bodyWith({ top: { response_code: 5, message: `cannot process ${account}` } }),
      401
    )
    assert.notInclude(error.message, account)
  })

  it("sent as a number is masked as well", () => {
    const status = statusOf(
      bodyWith({ data: { canumber: Number(account) }, top: { message: `of ${account}` } })
    )
    assert.notInclude(JSON.stringify(status), account)
  })
})

const paid = (dateadded: string | null) =>
  statusOf(bodyWith({ data: { status: "1", refunded: "0", dateadded } })).final

describe("finality", () => {
  it("a Paid is final once it was added longer ago than the late-flip window", () => {
    assert.isTrue(paid("2021-01-11 15:43:20"))
    assert.isFalse(paid("2025-12-27 05:30:00"), "exactly five days before")
    assert.isTrue(paid("2025-12-27 05:29:59"))
    assert.isFalse(paid("2026-01-01 05:29:59"))
    assert.isFalse(paid("2027-01-01 00:00:00"), "in the future")
  })

  it("a Paid without a readable date is never final", () => {
    assert.isFalse(paid(null))
    assert.isFalse(paid("yesterday"))
  })

  it("Refunded is final at once, RefundDue and Conflict never", () => {
    assert.isTrue(statusOf(bodyWith({})).final)
    assert.isFalse(statusOf(bodyWith({ data: { refunded: "0" } })).final)
    assert.isFalse(statusOf(bodyWith({ data: { status: "1" } })).final)
  })
})

describe("anything at all", () => {
  it.prop("any text is a payment status or a typed error", [Schema.String, Schema.Int], ([text]) =>
    Result.isResult(read(text))
  )

  it.prop("any JSON is a payment status or a typed error", [Schema.Json], ([json]) =>
    Result.isResult(read(JSON.stringify(json)))
  )

  it.prop(
    "any JSON in any field of data is a payment status or a typed error, and never Paid by message",
    [Schema.Json, Schema.Json, Schema.Json],
    ([status, refunded, message]) =>
      Result.match(read(bodyWith({ data: { status, refunded }, top: { message } })), {
        onFailure: () => true,
        onSuccess: ({ verdict }) => verdict !== "Paid" || status === "1" || status === 1
      })
  )
})

describe("the page's example", () => {
  it("has exactly the JSON form of design", () => {
    const status = statusOf(bodyWith({}))
    assert.deepStrictEqual(paymentStatusToJson(status), {
      referenceId: "123456",
      verdict: "Refunded",
      final: true,
      refundSafe: true,
      resendSafe: true,
      responseCode: 1,
      message: "Transaction Refunded",
      why: status.why,
      drift: [],
      checkedAt: DateTime.formatIso(answeredAt),
      transaction: {
        transactionId: "55",
        operatorName: "BSES Rajdhani Power Limited",
        customerAccount: "•••••7100",
        amount: "100.00",
        commission: "0.21",
        tds: "0.01",
        operatorId: null,
        addedAt: "2021-01-11T10:13:20.000Z",
        refund: { transactionId: "57", refundedAt: "2021-01-11T10:23:08.000Z" }
      }
    })
    assert.strictEqual(
      paymentStatusToJson(status, { unmasked: true }).transaction.customerAccount,
      "102277100"
    )
  })
})
