/** Counts a run: how often each outcome came, for how much money, and how many a person must look at. */
import { Paise } from "@bill-payment-status/core"
import { Schema } from "effect"
import { type Answer, isStatus, type Outcome, outcomeOf } from "../Answer.ts"
import type { AnsweredLine } from "./AskOnce.ts"

/** How often one outcome came, and for how much money in all; each reference counts once. */
export interface Tally {
  readonly references: number
  /** In paise; null where the answer names no amount. */
  readonly paise: bigint | null
}

const toPaise = Schema.decodeSync(Paise)

/** What somebody has to do about an answer, if anything. */
type Attention = "look" | "ask again" | null

const attentionTo = (answer: Answer): Attention => {
  if (!isStatus(answer)) return answer.error.retry === "never" ? "look" : "ask again"
  switch (answer.verdict) {
    case "Conflict":
      return "look"
    case "Pending":
    case "RefundDue":
      return "ask again"
    case "Paid":
    case "Refunded":
      return null
  }
}

export class Summary {
  /** Lines of input answered so far. */
  lines = 0
  /** Different references. */
  references = 0
  /** Of them, answered by AOPay in this run. */
  asked = 0
  /** References a person must look at. */
  toLookAt = 0
  /** References that are not settled: the same question may be answered otherwise later. */
  toAskAgain = 0
  /** In the order they first came up. */
  readonly tallies = new Map<Outcome, Tally>()

  add({ answer, origin }: AnsweredLine): void {
    this.lines += 1
    if (origin === "asked") this.asked += 1
    if (origin === "repeated") return
    this.references += 1
    const attention = attentionTo(answer)
    if (attention === "look") this.toLookAt += 1
    if (attention === "ask again") this.toAskAgain += 1
    const outcome = outcomeOf(answer)
    const { paise, references } = this.tallies.get(outcome) ?? { paise: null, references: 0 }
    this.tallies.set(outcome, {
      references: references + 1,
      paise: isStatus(answer) ? (paise ?? 0n) + toPaise(answer.transaction.amount) : null
    })
  }
}
