/** The JSON schema Fastify compiles its writer of the answer from. */
const text = { type: "string" }
const textOrNull = { type: "string", nullable: true }
const flag = { type: "boolean" }

const object = (properties: object, nullable = false) => ({ type: "object", nullable, properties })

export const paymentStatusSchema = object({
  referenceId: text,
  verdict: text,
  final: flag,
  refundSafe: flag,
  resendSafe: flag,
  responseCode: { type: "integer" },
  message: textOrNull,
  why: text,
  drift: { type: "array", items: object({ path: text, found: text }) },
  checkedAt: text,
  transaction: object({
    transactionId: textOrNull,
    operatorName: textOrNull,
    customerAccount: textOrNull,
    amount: text,
    commission: textOrNull,
    tds: textOrNull,
    operatorId: textOrNull,
    addedAt: textOrNull,
    refund: object({ transactionId: textOrNull, refundedAt: textOrNull }, true)
  })
})
