/** A table for people, and below it what each outcome means for the money. */
import {
  type InquiryError,
  type InquiryResult,
  maskAccount,
  meaningOf,
  type PaymentStatus,
  toRupeeText,
  type Verdict
} from "@bill-payment-status/core"
import { DateTime, Redacted, Result } from "effect"
import { CliOutput } from "effect/cli"
import { styleText } from "node:util"
import { terminalText } from "./TerminalText.ts"

type Outcome = Verdict | InquiryError["_tag"]

interface Row {
  readonly cells: ReadonlyArray<string>
  readonly outcome: Outcome
  readonly advice: string
}

const headings = [
  "REFERENCE",
  "VERDICT",
  "AMOUNT",
  "BILLER, OR WHAT WAS SAID",
  "ACCOUNT",
  "ADDED (IST)",
  "REFUNDED (IST)"
]
const verdictColumn = 1
const amountColumn = 2

const none = "-"

const rupees = new Intl.NumberFormat("en-IN")

const showAmount = (paise: bigint): string =>
  `₹${rupees.format(paise / 100n)}${toRupeeText(paise).slice(-3)}`

const showDate = (instant: DateTime.Utc | null | undefined): string =>
  instant == null
    ? none
    : DateTime.formatIsoOffset(DateTime.setZoneNamedUnsafe(instant, "Asia/Kolkata"))
        .slice(0, 16)
        .replace("T", " ")

const showAccount = (account: Redacted.Redacted | null, unmasked: boolean): string => {
  if (account === null) return none
  return unmasked ? Redacted.value(account) : maskAccount(Redacted.value(account))
}

const statusRow = (status: PaymentStatus, unmasked: boolean): Row => {
  const { transaction, verdict } = status
  return {
    outcome: verdict,
    advice: meaningOf(verdict).advice,
    cells: [
      status.referenceId,
      verdict,
      showAmount(transaction.amount),
      transaction.operatorName ?? none,
      showAccount(transaction.customerAccount, unmasked),
      showDate(transaction.addedAt),
      showDate(transaction.refund?.refundedAt)
    ]
  }
}

const errorRow = (error: InquiryError): Row => ({
  outcome: error._tag,
  advice: error.advice,
  cells: [error.referenceId, error._tag, none, error.message, none, none, none]
})

const colours: { readonly [outcome: string]: "green" | "yellow" | "cyan" } = {
  Paid: "green",
  Pending: "yellow",
  RefundDue: "yellow",
  Refunded: "cyan"
}

const colour = (outcome: Outcome, text: string): string =>
  styleText(colours[outcome] ?? "red", text, { stream: process.stdout })

const pad = (text: string, width: number, column: number): string => {
  const space = " ".repeat(Math.max(0, width - CliOutput.displayWidth(text)))
  return column === amountColumn ? space + text : text + space
}

const widthOf = (texts: ReadonlyArray<string>): number =>
  Math.max(...texts.map(CliOutput.displayWidth))

const sentence = (text: string): string =>
  text.charAt(0).toUpperCase() + text.slice(1) + (text.endsWith(".") ? "" : ".")

const renderLegend = (rows: ReadonlyArray<Row>): ReadonlyArray<string> => {
  const advices = new Map(rows.map(({ advice, outcome }) => [outcome, advice]))
  const width = widthOf([...advices.keys()])
  return [...advices].map(
    ([outcome, advice]) => `${colour(outcome, pad(outcome, width, 0))}  ${sentence(advice)}`
  )
}

/** The whole table; accounts are masked unless asked for. */
export const renderTable = (
  results: ReadonlyArray<InquiryResult>,
  { unmasked }: { readonly unmasked: boolean }
): string => {
  const rows = results.map(({ result }) =>
    Result.match(result, {
      onSuccess: (status) => statusRow(status, unmasked),
      onFailure: errorRow
    })
  )
  const shown = rows.map((row) => ({ ...row, cells: row.cells.map(terminalText) }))
  const widths = headings.map((heading, column) =>
    widthOf([heading, ...shown.map(({ cells }) => cells[column] ?? none)])
  )
  const line = (cells: ReadonlyArray<string>, outcome?: Outcome): string =>
    cells
      .map((cell, column) => {
        const padded = pad(cell, widths[column] ?? 0, column)
        return outcome !== undefined && column === verdictColumn ? colour(outcome, padded) : padded
      })
      .join("  ")
      .trimEnd()
  return [
    line(headings),
    ...shown.map(({ cells, outcome }) => line(cells, outcome)),
    "",
    ...renderLegend(rows)
  ].join("\n")
}
