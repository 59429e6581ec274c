/** CSV for spreadsheets: one row a reference, written as it arrives; no cell is a formula. */
import { type InquiryErrorJson, type PaymentStatusJson, plainText } from "@bill-payment-status/core"
import { Stream } from "effect"
import { isStatus } from "../Answer.ts"
import type { Render } from "./Render.ts"

const columns = [
  "referenceId",
  "verdict",
  "final",
  "refundSafe",
  "resendSafe",
  "responseCode",
  "message",
  "why",
  "checkedAt",
  "transactionId",
  "operatorName",
  "customerAccount",
  "amount",
  "commission",
  "tds",
  "operatorId",
  "addedAt",
  "refundTransactionId",
  "refundedAt",
  "drift",
  "error",
  "httpStatus",
  "retry"
] as const

type Row = { readonly [column in (typeof columns)[number]]?: string | number | boolean | null }

const statusRow = ({ drift, transaction, ...judged }: PaymentStatusJson): Row => {
  const { refund, ...record } = transaction
  return {
    ...judged,
    ...record,
    refundTransactionId: refund?.transactionId ?? null,
    refundedAt: refund?.refundedAt ?? null,
    drift: drift.map(({ found, path }) => `${path}: ${found}`).join("; ")
  }
}

const errorRow = ({ error: { tag, ...said }, referenceId }: InquiryErrorJson): Row => ({
  referenceId,
  error: tag,
  ...said
})

/** A spreadsheet calculates what begins with one of these, also behind spaces and in full width. */
const beginsFormula = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/

const writeCell = (value: string | number | boolean | null | undefined): string => {
  const text = plainText(String(value ?? ""), Number.POSITIVE_INFINITY)
  const inert = typeof value === "string" && beginsFormula.test(text) ? `'${text}` : text
  return /[",\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}

const writeRow = (row: Row): string => columns.map((column) => writeCell(row[column])).join(",")

/** Columns are stable; what has no value is empty. */
export const renderCsv: Render = (answers) =>
  answers.pipe(
    Stream.map(({ answer }) => writeRow(isStatus(answer) ? statusRow(answer) : errorRow(answer))),
    Stream.zipWithPrevious,
    Stream.map(([previous, row]) =>
      previous._tag === "None" ? `${columns.join(",")}\n${row}` : row
    ),
    Stream.orElseIfEmpty(() => Stream.make(columns.join(",")))
  )
