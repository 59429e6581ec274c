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

  it.each([200, 401, 404, 429, 500, 503])(
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

  it("read a bare 1.0 as 1", () => {
    const body = bodyWith({}).replace('"response_code":1', '"response_code":1.0')
    assert.strictEqual(statusOf(body).verdict, "Refunded")
  })

  it.each(["one", 1.5, "01", " 1", "-0", "1e20", "1".repeat(400), true, {}, []])(
    "%j is not a code",
    (code) => {
      const error = errorOf(bodyWith({ top: { response_code: code } }), 503)
      assert.strictEqual(error._tag, "UndecodableAnswer")
      assert.propertyVal(error, "path", "response_code")
    }
  )
})

it.each(["99999999999999999999", 99, 0, -1, "8"])("%j is a code that nobody lists", (code) => {
  const error = errorOf(bodyWith({ top: { response_code: code } }))
  assert.strictEqual(error._tag, "UnknownResponseCode")
  assert.strictEqual(error.responseCode, Number(code))
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

  it("may begin with a byte order mark", () => {
    assert.strictEqual(statusOf(`\uFEFF${bodyWith({})}`).verdict, "Refunded")
  })

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

  it.each([
    ["1.0", "Paid"],
    ["1e0", "Paid"],
    ["-0", "RefundDue"],
    ["0.99999999999999999999", "Pending"],
    ["1.5", "Pending"],
    ["1e400", "Pending"],
    ["1e-999", "Pending"],
    ["0e5", "RefundDue"],
    ["-1", "Pending"]
  ])("read a bare number by its exact value: %s is %s", (number, verdict) => {
    const body = bodyWith({ data: { refunded: 0 } })
    const numbered = body.replace('"status":"0"', `"status":${number}`)
    assert.notStrictEqual(numbered, body)
    assert.strictEqual(statusOf(numbered).verdict, verdict)
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

  it.each([
    [{ a: 1, b: [2.5] }, '{"a":1,"b":[2.5]}'],
    [true, "true"],
    ["x".repeat(100), `${"x".repeat(80)}…`]
  ])("are listed as they were found: %j", (tds, found) => {
    assert.deepStrictEqual(statusOf(bodyWith({ data: { tds } })).drift, [
      { path: "data.tds", found }
    ])
  })

  it("a number that is no money is listed as it was written", () => {
    const body = bodyWith({}).replace('"tds":"0.01"', '"tds":1e-2')
    assert.deepStrictEqual(statusOf(body).drift, [{ path: "data.tds", found: "1e-2" }])
  })

  it.each([true, { a: 1 }, ["x"]])("an unreadable message is drift too: %j", (message) => {
    const status = statusOf(bodyWith({ top: { message } }))
    assert.isNull(status.message)
    assert.deepStrictEqual(status.drift, [{ path: "message", found: JSON.stringify(message) }])
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

describe("what takes long or is too much", () => {
  it.each([5000, 8000, 200_000])("an account number of %i characters is read at once", (length) => {
    const canumber = "7".repeat(length)
    const value = read(bodyWith({ data: { canumber }, top: { message: `for ${canumber}` } }))
    assert.isTrue(Result.isSuccess(value))
    assert.notInclude(JSON.stringify(Result.merge(value)), canumber)
  })

  it("ten thousand account numbers are read at once", () => {
    const canumber = Array.from({ length: 10_000 }, (_, index) => 100_000_000 + index)
    assert.isTrue(
      Result.isSuccess(read(bodyWith({ data: { canumber }, top: { message: "x".repeat(20_000) } })))
    )
  })

  it.each([100, 500])(
    "what is nested %i deep in a field nobody decides by does no harm",
    (depth) => {
      const nested = "[".repeat(depth - 2) + "]".repeat(depth - 2)
      assert.strictEqual(
        statusOf(bodyWith({}).replace('"txnid":"55"', `"txnid":${nested}`)).verdict,
        "Refunded"
      )
    }
  )

  it.each([513, 1900, 2100, 3000, 100_000])("what is nested %i deep is undecodable", (depth) => {
    for (const [open, close] of [
      ["[", "]"],
      ['{"canumber":', "}"]
    ] as const) {
      const nested = `${open.repeat(depth)}0${close.repeat(depth)}`
      const body = bodyWith({}).replace('"txnid":"55"', `"txnid":${nested}`)
      assert.strictEqual(errorOf(body)._tag, "UndecodableAnswer")
    }
  })
})

describe("keys that stand twice", () => {
  it.each([
    ['"response_code":1', '"response_code":7,"response_code":1'],
    ['"status":"0"', '"status":"0","status":"1"'],
    ['"refunded":"1"', '"refunded":"1","refunded":"0"'],
    ['"refid":"123456"', '"refid":"other","refid":"123456"'],
    ['"amount":"100"', '"amount":"1","amount":"100"'],
    ['"refunded":"1"', '"refunded":"1","\\u0072efunded":"0"'],
    ['"status":"0"', `"status":"1","status"${" ".repeat(80)}:"0"`]
  ])("and decide are undecodable: %s", (once, twice) => {
    const body = bodyWith({})
    assert.include(body, once)
    assert.strictEqual(errorOf(body.replace(once, twice))._tag, "UndecodableAnswer")
  })

  it("and describe do no harm", () => {
    const body = bodyWith({}).replace('"txnid":"55"', '"txnid":"54","txnid":"55"')
    assert.strictEqual(statusOf(body).verdict, "Refunded")
  })

  it("are not seen in text that only looks like a key", () => {
    const message = 'say "status": and "refunded":'
    assert.strictEqual(statusOf(bodyWith({ top: { message } })).message, message)
  })
})

describe("a redirect", () => {
  it.each([301, 302, 307])("is no answer whatever it holds: HTTP %i", (httpStatus) => {
    assert.strictEqual(errorOf(bodyWith({}), httpStatus)._tag, "UndecodableAnswer")
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
    assert.isFalse(paid("1970-01-01 05:30:00"), "a zero that somebody formatted")
  })

  it("Refunded is final at once, RefundDue and Conflict never", () => {
    assert.isTrue(statusOf(bodyWith({})).final)
    assert.isFalse(statusOf(bodyWith({ data: { refunded: "0" } })).final)
    assert.isFalse(statusOf(bodyWith({ data: { status: "1" } })).final)
  })
})

describe("anything at all", () => {
  it.prop(
    "the page's example with any piece of it replaced is a payment status or a typed error",
    [
      Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 500 })),
      Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 40 })),
      Schema.String
    ],
    ([from, length, piece]) => {
      const body = bodyWith({})
      return Result.isResult(read(body.slice(0, from) + piece + body.slice(from + length)))
    }
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
