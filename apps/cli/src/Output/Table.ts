/** A table for people, and below it what each outcome means for the money. */
import {
  indiaTime,
  type InquiryError,
  type InquiryResult,
  paymentStatusToJson,
  plainText,
  meaningOf,
  type PaymentStatus,
  type Verdict
} from "@bill-payment-status/core"
import { DateTime, Result, Stream } from "effect"
import { CliOutput } from "effect/cli"
import { styleText } from "node:util"
import type { Render } from "./Render.ts"

type Outcome = Verdict | InquiryError["_tag"]

interface Row {
  readonly cells: ReadonlyArray<string>
  readonly outcome: Outcome
  readonly advice: string
  /** What was said instead of an answer, a line each. */
  readonly said: ReadonlyArray<string>
  /** What could not be read, a line each. */
  readonly unread: ReadonlyArray<string>
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

const cellAtMost = 64

/** `1234567.45` as `₹12,34,567.45`. */
const showAmount = (rupeeText: string): string =>
  `₹${rupeeText.replace(/\B(?=(\d\d)*\d{3}\.)/g, ",")}`

const showDate = (instant: DateTime.Utc | null | undefined): string =>
  instant == null
    ? none
    : DateTime.formatIsoOffset(DateTime.setZone(instant, indiaTime)).slice(0, 16).replace("T", " ")

const statusRow = (status: PaymentStatus, unmasked: boolean): Row => {
  const { referenceId, transaction, verdict } = paymentStatusToJson(status, { unmasked })
  return {
    outcome: verdict,
    advice: meaningOf(verdict).advice,
    cells: [
      referenceId,
      verdict,
      showAmount(transaction.amount),
      transaction.operatorName ?? none,
      transaction.customerAccount ?? none,
      showDate(status.transaction.addedAt),
      showDate(status.transaction.refund?.refundedAt)
    ],
    said: [],
    unread: status.drift.map(({ found, path }) => `${referenceId}: ${path} was ${found}`)
  }
}

const errorRow = (error: InquiryError): Row => ({
  outcome: error._tag,
  advice: error.advice,
  cells: [error.referenceId, error._tag, none, error.message, none, none, none],
  said:
    "excerpt" in error && error.excerpt !== "" ? [`${error.referenceId}: ${error.excerpt}`] : [],
  unread: []
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

const renderLegend = (rows: ReadonlyArray<Row>): ReadonlyArray<string> => {
  const advices = new Map(rows.map(({ advice, outcome }) => [outcome, advice]))
  const width = widthOf([...advices.keys()])
  return [...advices].map(
    ([outcome, advice]) => `${colour(outcome, pad(outcome, width, 0))}  ${advice}`
  )
}

const renderList = (heading: string, lines: ReadonlyArray<string>): ReadonlyArray<string> =>
  lines.length === 0 ? [] : ["", heading, ...lines.map((line) => `  ${plainText(line)}`)]

const layOut = (results: ReadonlyArray<InquiryResult>, unmasked: boolean): string => {
  const rows = results.map(({ result }) =>
    Result.match(result, {
      onSuccess: (status) => statusRow(status, unmasked),
      onFailure: errorRow
    })
  )
  const shown = rows.map((row) => ({
    ...row,
    cells: row.cells.map((cell) => plainText(cell, cellAtMost))
  }))
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
    ...renderLegend(rows),
    ...renderList(
      "Could not be read (the verdict stands):",
      rows.flatMap(({ unread }) => unread)
    ),
    ...renderList(
      "AOPay said, and it could not be read:",
      rows.flatMap(({ said }) => said)
    )
  ].join("\n")
}

/** The whole table, once every result has arrived. */
export const renderTable: Render =
  ({ unmasked }) =>
  (results) =>
    Stream.fromEffect(Stream.runCollect(results)).pipe(
      Stream.map((collected) => layOut(collected, unmasked))
    )
