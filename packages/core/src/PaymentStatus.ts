/** Our answer: the verdict, what it means for the money, and the provider's record. */
import { DateTime, Inspectable, Redacted, Schema } from "effect"
import { concealing, secretsOf } from "./Concealment.ts"
import { maskAccount } from "./MaskedAccount.ts"
import { toRupeeText } from "./Paise.ts"
import { RawBody } from "./RawBody.ts"
import { ReferenceId } from "./ReferenceId.ts"
import { Verdict } from "./Verdict.ts"

/** A descriptive field that could not be read; the verdict stands without it. */
export const Drift = Schema.Struct({
  /** Where in the answer, e.g. `data.tds`. */
  path: Schema.String,
  /** What was there, shortened and with account numbers masked. */
  found: Schema.String
})
export type Drift = typeof Drift.Type

/** When and under which id the money came back to the partner's wallet. */
export class Refund extends Schema.Class<Refund>("@bill-payment-status/core/Refund")({
  transactionId: Schema.NullOr(Schema.String),
  refundedAt: Schema.NullOr(Schema.DateTimeUtc)
}) {}

/** The provider's record of a payment. What it left out or wrote unreadably is null. */
export class Transaction extends Schema.Class<Transaction>("@bill-payment-status/core/Transaction")(
  {
    /** The provider's own id. */
    transactionId: Schema.NullOr(Schema.String),
    operatorName: Schema.NullOr(Schema.String),
    /** Personal data: prints masked, whole only through `Redacted.value`. */
    customerAccount: Schema.NullOr(Schema.Redacted(Schema.String, { disallowJsonEncode: true })),
    /** Paise. */
    amount: Schema.BigInt,
    /** Paise. */
    commission: Schema.NullOr(Schema.BigInt),
    /** Tax deducted at source, in paise. */
    tds: Schema.NullOr(Schema.BigInt),
    /** The biller's own id; may be null even when settled and proves nothing. */
    operatorId: Schema.NullOr(Schema.String),
    addedAt: Schema.NullOr(Schema.DateTimeUtc),
    /** Null unless the provider says the payment was refunded. */
    refund: Schema.NullOr(Refund)
  }
) {
  /** What `JSON.stringify` writes: the JSON form, masked. */
  toJSON(): TransactionJson {
    return transactionToJson(this)
  }

  /** What Node's `util.inspect` and a failed test's diff show: the same. */
  [Inspectable.NodeInspectSymbol](): TransactionJson {
    return this.toJSON()
  }
}

/**
 * The answer to one inquiry. Prints, logs and `JSON.stringify` show the account number masked and the raw
 * body not at all; `Redacted.value` gives them whole.
 */
export class PaymentStatus extends Schema.Class<PaymentStatus>(
  "@bill-payment-status/core/PaymentStatus"
)({
  referenceId: ReferenceId,
  verdict: Verdict,
  /** No later answer is expected to differ. */
  final: Schema.Boolean,
  refundSafe: Schema.Boolean,
  resendSafe: Schema.Boolean,
  responseCode: Schema.Literal(1),
  /** The provider's; nothing is decided by it. */
  httpStatus: Schema.Int,
  /** The provider's prose; nothing is decided by it. */
  message: Schema.NullOr(Schema.String),
  /** One sentence that names the fields the verdict was decided by. */
  why: Schema.String,
  drift: Schema.Array(Drift),
  /** When the provider said it. */
  checkedAt: Schema.DateTimeUtc,
  transaction: Transaction,
  rawBody: RawBody
}) {
  /** What `JSON.stringify` writes: the JSON form, masked. */
  toJSON(): PaymentStatusJson {
    return paymentStatusToJson(this)
  }

  /** What Node's `util.inspect` and a failed test's diff show: the same. */
  [Inspectable.NodeInspectSymbol](): PaymentStatusJson {
    return this.toJSON()
  }
}

const rupees = { description: "Rupees with two decimals." }
const instant = { description: "ISO 8601, UTC." }

const TransactionJson = Schema.Struct({
  transactionId: Schema.NullOr(Schema.String).annotate({ description: "The provider's own id." }),
  operatorName: Schema.NullOr(Schema.String).annotate({ description: "The biller." }),
  customerAccount: Schema.NullOr(Schema.String).annotate({
    description: "Masked, unless asked for whole."
  }),
  amount: Schema.String.annotate(rupees),
  commission: Schema.NullOr(Schema.String).annotate(rupees),
  tds: Schema.NullOr(Schema.String).annotate({
    description: "Tax deducted at source, in rupees with two decimals."
  }),
  operatorId: Schema.NullOr(Schema.String).annotate({
    description: "The biller's own id; it proves nothing."
  }),
  addedAt: Schema.NullOr(Schema.String).annotate(instant),
  refund: Schema.NullOr(
    Schema.Struct({
      transactionId: Schema.NullOr(Schema.String),
      refundedAt: Schema.NullOr(Schema.String).annotate(instant)
    })
  ).annotate({ description: "Null unless the provider says the payment was refunded." })
}).annotate({ identifier: "Transaction" })
type TransactionJson = typeof TransactionJson.Type

const oneOfTheTwo = "one of the two, once; check your own ledger first."

/** The JSON form of a `PaymentStatus`, the same in every program. */
export const PaymentStatusJson = Schema.Struct({
  referenceId: Schema.String,
  verdict: Verdict,
  final: Schema.Boolean.annotate({ description: "No later answer is expected to differ." }),
  refundSafe: Schema.Boolean.annotate({
    description: `The customer may be refunded. With resendSafe: ${oneOfTheTwo}`
  }),
  resendSafe: Schema.Boolean.annotate({
    description: `The bill may be paid again. With refundSafe: ${oneOfTheTwo}`
  }),
  responseCode: Schema.Literal(1),
  message: Schema.NullOr(Schema.String).annotate({
    description: "The provider's prose; decide nothing by it."
  }),
  why: Schema.String.annotate({
    description: "One sentence that names the fields the verdict was decided by."
  }),
  drift: Schema.Array(Drift).annotate({
    description: "Fields that could not be read and are null below."
  }),
  checkedAt: Schema.String.annotate({
    description: "When the provider said it. ISO 8601, UTC."
  }),
  transaction: TransactionJson
}).annotate({ identifier: "PaymentStatus" })
export type PaymentStatusJson = typeof PaymentStatusJson.Type

const nullOr = <A, B>(value: A | null, write: (value: A) => B): B | null =>
  value === null ? null : write(value)

const transactionToJson = (
  transaction: Transaction,
  options?: { readonly unmasked?: boolean }
): TransactionJson => {
  const account =
    transaction.customerAccount === null ? null : Redacted.value(transaction.customerAccount)
  const whole = options?.unmasked === true || account === null
  const { inIdentifier } = concealing({
    accounts: whole ? [] : [account],
    secrets: secretsOf([]),
    reference: ""
  })
  const shown = (text: string | null): string | null => nullOr(text, inIdentifier)
  return {
    transactionId: shown(transaction.transactionId),
    operatorName: shown(transaction.operatorName),
    customerAccount: whole ? account : maskAccount(account),
    amount: toRupeeText(transaction.amount),
    commission: nullOr(transaction.commission, toRupeeText),
    tds: nullOr(transaction.tds, toRupeeText),
    operatorId: shown(transaction.operatorId),
    addedAt: nullOr(transaction.addedAt, DateTime.formatIso),
    refund: nullOr(transaction.refund, (refund) => ({
      transactionId: shown(refund.transactionId),
      refundedAt: nullOr(refund.refundedAt, DateTime.formatIso)
    }))
  }
}

/** Every key is always there; what has no value is null. The account number is masked unless asked for. */
export const paymentStatusToJson = (
  status: PaymentStatus,
  options?: { readonly unmasked?: boolean }
): PaymentStatusJson => ({
  referenceId: status.referenceId,
  verdict: status.verdict,
  final: status.final,
  refundSafe: status.refundSafe,
  resendSafe: status.resendSafe,
  responseCode: status.responseCode,
  message: status.message,
  why: status.why,
  drift: status.drift,
  checkedAt: DateTime.formatIso(status.checkedAt),
  transaction: transactionToJson(status.transaction, options)
})
