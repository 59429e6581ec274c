/** A payment status from its JSON form, e.g. as a gateway gave it. */
import { DateTime, Option, Result } from "effect"
import { redactAccount } from "./MaskedAccount.ts"
import { readPaise } from "./Paise.ts"
import { PaymentStatus, type PaymentStatusJson, Refund, Transaction } from "./PaymentStatus.ts"
import { noBody } from "./RawBody.ts"
import { ReferenceId } from "./ReferenceId.ts"

class Unreadable extends Error {}

const paise = (text: string): bigint => {
  const read = readPaise(text)
  if (read === undefined) throw new Unreadable("an amount")
  return read
}

const instant = (text: string): DateTime.Utc => {
  const read = DateTime.make(text)
  if (Option.isNone(read)) throw new Unreadable("a time")
  return DateTime.toUtc(read.value)
}

const nullOr = <A>(text: string | null, read: (text: string) => A): A | null =>
  text === null ? null : read(text)

/**
 * Fails where an amount or a time is not written as the JSON form writes it. The account number stays as
 * masked as it came; the JSON form knows neither the provider's HTTP status nor its body, which become 200
 * and empty.
 */
export const paymentStatusFromJson = (
  json: PaymentStatusJson
): Result.Result<PaymentStatus, string> =>
  Result.try({
    try: () => {
      const { transaction } = json
      return new PaymentStatus({
        ...json,
        referenceId: ReferenceId.make(json.referenceId),
        httpStatus: 200,
        checkedAt: instant(json.checkedAt),
        transaction: new Transaction({
          ...transaction,
          customerAccount: nullOr(transaction.customerAccount, redactAccount),
          amount: paise(transaction.amount),
          commission: nullOr(transaction.commission, paise),
          tds: nullOr(transaction.tds, paise),
          addedAt: nullOr(transaction.addedAt, instant),
          refund:
            transaction.refund === null
              ? null
              : new Refund({
                  ...transaction.refund,
                  refundedAt: nullOr(transaction.refund.refundedAt, instant)
                })
        }),
        rawBody: noBody
      })
    },
    catch: (error) =>
      error instanceof Unreadable
        ? `It has ${error.message} that cannot be read.`
        : "It is not the JSON form of a payment status."
  })
