/** The closed set of verdicts and what each means for the money. */
import { Schema } from "effect"

/**
 * - `Paid`: the bill is paid and the money is with the biller.
 * - `Pending`: not decided yet, or a status nobody listed.
 * - `RefundDue`: failed, and the money is not back in the partner's wallet yet.
 * - `Refunded`: failed, and the money is back in the partner's wallet.
 * - `Conflict`: the answer contradicts itself; a person must look.
 */
export const Verdict = Schema.Literals(["Paid", "Pending", "RefundDue", "Refunded", "Conflict"])
export type Verdict = typeof Verdict.Type

/** What may be done with the money. */
export interface MoneyMeaning {
  /** May the partner refund the customer? With `resendSafe`: one of the two, once. */
  readonly refundSafe: boolean
  /** May the partner pay the bill again? With `refundSafe`: one of the two, once. */
  readonly resendSafe: boolean
  /** What to do now, for people: a sentence. */
  readonly advice: string
}

const meanings: Record<Verdict, MoneyMeaning> = {
  Paid: {
    refundSafe: false,
    resendSafe: false,
    advice: "Do not refund, do not pay again."
  },
  Pending: {
    refundSafe: false,
    resendSafe: false,
    advice: "Wait and ask again; do not refund, do not pay again."
  },
  RefundDue: {
    refundSafe: false,
    resendSafe: false,
    advice: "Wait until it is Refunded; do not refund, do not pay again."
  },
  Refunded: {
    refundSafe: true,
    resendSafe: true,
    advice: "Refund the customer or pay again: one of the two, once; check your own ledger first."
  },
  Conflict: {
    refundSafe: false,
    resendSafe: false,
    advice: "A person must ask AOPay; do not refund, do not pay again."
  }
}

/** What a verdict means for the money. */
export const meaningOf = (verdict: Verdict): MoneyMeaning => meanings[verdict]
