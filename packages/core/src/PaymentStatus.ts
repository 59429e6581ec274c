/** Our answer: the verdict, what it means for the money, and the provider's record. */
import { DateTime, Redacted, Schema } from "effect"
import { ReferenceId } from "./Identifiers.ts"
import { maskAccount } from "./MaskedAccount.ts"
import { toRupeeText } from "./Paise.ts"
import { RawBody } from "./RawBody.ts"
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
    customerAccount: Schema.NullOr(Schema.Redacted(Schema.String)),
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
}

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
}

const TransactionJson = Schema.Struct({
  transactionId: Schema.NullOr(Schema.String),
  operatorName: Schema.NullOr(Schema.String),
  customerAccount: Schema.NullOr(Schema.String),
  amount: Schema.String,
  commission: Schema.NullOr(Schema.String),
  tds: Schema.NullOr(Schema.String),
  operatorId: Schema.NullOr(Schema.String),
  addedAt: Schema.NullOr(Schema.String),
  refund: Schema.NullOr(
    Schema.Struct({
      transactionId: Schema.NullOr(Schema.String),
      refundedAt: Schema.NullOr(Schema.String)
    })
  )
}).annotate({ identifier: "Transaction" })
type TransactionJson = typeof TransactionJson.Type

/** The JSON form of a `PaymentStatus`, the same in every program. Rupees are text, instants ISO 8601 UTC. */
export const PaymentStatusJson = Schema.Struct({
  referenceId: Schema.String,
  verdict: Verdict,
  final: Schema.Boolean,
  refundSafe: Schema.Boolean,
  resendSafe: Schema.Boolean,
  responseCode: Schema.Literal(1),
  message: Schema.NullOr(Schema.String),
  why: Schema.String,
  drift: Schema.Array(Drift),
  checkedAt: Schema.String,
  transaction: TransactionJson
}).annotate({ identifier: "PaymentStatus" })
export type PaymentStatusJson = typeof PaymentStatusJson.Type

const nullOr = <A, B>(value: A | null, write: (value: A) => B): B | null =>
  value === null ? null : write(value)

const wholeAccount = (account: string): string => account

const transactionToJson = (
  transaction: Transaction,
  writeAccount = maskAccount
): TransactionJson => ({
  transactionId: transaction.transactionId,
  operatorName: transaction.operatorName,
  customerAccount: nullOr(transaction.customerAccount, (account) =>
    writeAccount(Redacted.value(account))
  ),
  amount: toRupeeText(transaction.amount),
  commission: nullOr(transaction.commission, toRupeeText),
  tds: nullOr(transaction.tds, toRupeeText),
  operatorId: transaction.operatorId,
  addedAt: nullOr(transaction.addedAt, DateTime.formatIso),
  refund: nullOr(transaction.refund, (refund) => ({
    transactionId: refund.transactionId,
    refundedAt: nullOr(refund.refundedAt, DateTime.formatIso)
  }))
})

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
  transaction: transactionToJson(
    status.transaction,
    options?.unmasked === true ? wholeAccount : maskAccount
  )
})
