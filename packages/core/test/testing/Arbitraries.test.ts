import { describe, it } from "@effect/vitest"
import { Result, Schema } from "effect"
import { arbitraryRecord, arbitraryReference, arbitraryVerdict } from "../../src/testing.ts"
import { ReferenceId } from "../../src/ReferenceId.ts"
import { Verdict } from "../../src/Verdict.ts"
import { paymentStatusToJson } from "../../src/PaymentStatus.ts"
import { read } from "../reading.ts"

type Body = Record<string, unknown>

/** The ways AOPay is known to write the same answer differently. */
const quirks: { readonly [name: string]: (body: Body, data: Body) => void } = {
  "responsecode for response_code": (body) => {
    body["responsecode"] = body["response_code"]
    delete body["response_code"]
  },
  "the code as text": (body) => {
    body["response_code"] = "1"
  },
  "numbers for text": (_, data) => {
    for (const key of ["txnid", "comm", "tds", "canumber", "refundtxnid"])
      if (typeof data[key] === "string") data[key] = Number(data[key])
  },
  "a boolean for refunded": (_, data) => {
    data["refunded"] = data["refunded"] === "1"
  },
  "a number for the top-level status": (body) => {
    body["status"] = 1
  },
  "nothing for null": (_, data) => {
    for (const key of Object.keys(data)) if (data[key] === null) delete data[key]
  },
  "empty text for null": (_, data) => {
    for (const key of Object.keys(data)) if (data[key] === null) data[key] = ""
  },
  "a field nobody documents": (body, data) => {
    body["balance"] = "9"
    data["extra"] = { a: [1] }
  }
}

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

  for (const [name, quirk] of Object.entries(quirks))
    it.prop(`is the same with ${name}`, [arbitraryRecord], ([{ body, referenceId }]) => {
      const parsed: Body & { data: Body } = JSON.parse(body)
      quirk(parsed, parsed.data)
      const quirky = told(JSON.stringify(parsed), referenceId)
      return JSON.stringify(quirky) === JSON.stringify(told(body, referenceId))
    })
})

it.prop(
  "references and verdicts are valid",
  [arbitraryReference, arbitraryVerdict],
  ([reference, verdict]) => Schema.is(ReferenceId)(reference) && Schema.is(Verdict)(verdict)
)
