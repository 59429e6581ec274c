/**
 * Which verdict the deciding fields give: one table, pure and total.
 *
 * Reached only with response code 1, a top-level status of true and a `data`
 * object. That 1 is success, 0 failed and anything else undecided is known from
 * the sibling API family, not from AOPay's page.
 */
import { meaningOf, type Verdict } from "./Verdict.ts"

/** What a verdict is decided by, and nothing else. */
export interface DecidingFields {
  /** `data.status` as text; only `"1"` and `"0"` are listed values. */
  readonly status: string
  /** `data.refunded`. */
  readonly refunded: boolean
}

interface Rule {
  readonly verdict: Verdict
  readonly reading: string
}

const rules: Record<"success" | "failed" | "unlisted", Record<"kept" | "refunded", Rule>> = {
  success: {
    kept: { verdict: "Paid", reading: "the payment succeeded and was not refunded" },
    refunded: { verdict: "Conflict", reading: "a payment cannot be both successful and refunded" }
  },
  failed: {
    kept: { verdict: "RefundDue", reading: "the payment failed and the money is not back yet" },
    refunded: {
      verdict: "Refunded",
      reading: "the payment failed and the money is back in the wallet"
    }
  },
  unlisted: {
    kept: { verdict: "Pending", reading: "the payment is neither successful nor failed yet" },
    refunded: { verdict: "Conflict", reading: "a payment that is not decided cannot be refunded" }
  }
}

const rowFor = (status: string) =>
  status === "1" ? rules.success : status === "0" ? rules.failed : rules.unlisted

/** Whether a `data.status` is one that somebody listed. */
export const isListedStatus = (status: string): boolean => rowFor(status) !== rules.unlisted

const ruleFor = ({ refunded, status }: DecidingFields): Rule => {
  const row = rowFor(status)
  return refunded ? row.refunded : row.kept
}

/** The verdict for a record that was found. */
export const decide = (fields: DecidingFields): Verdict => ruleFor(fields).verdict

const oneOfTheTwo = "; refund or pay again, one of the two, once; check your own ledger first"

/**
 * One sentence in plain words that names the fields the verdict was decided by. `status` is shown as it
 * is given.
 */
export const explain = (fields: DecidingFields): string => {
  const { reading, verdict } = ruleFor(fields)
  const { refundSafe, resendSafe } = meaningOf(verdict)
  const seen = `data.status is ${JSON.stringify(fields.status)} and data.refunded is ${fields.refunded ? 1 : 0}`
  return `${verdict}, because ${seen}: ${reading}${refundSafe && resendSafe ? oneOfTheTwo : ""}.`
}

/** Fields, and the verdict they give. */
export interface Alternative {
  readonly fields: DecidingFields
  readonly verdict: Verdict
}

const every: ReadonlyArray<DecidingFields> = ["1", "0", "2"].flatMap((status) => [
  { status, refunded: false },
  { status, refunded: true }
])

/** What gives other verdicts than this one, in the order of the table; 2 stands for any unlisted status. */
export const alternatives = (verdict: Verdict): ReadonlyArray<Alternative> =>
  every
    .map((fields) => ({ fields, verdict: decide(fields) }))
    .filter((alternative) => alternative.verdict !== verdict)
