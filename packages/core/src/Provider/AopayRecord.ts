/**
 * The record inside an answer with code 1. Its deciding fields are read
 * strictly; a descriptive one that cannot be read becomes null and is listed as
 * drift.
 */
import { type DateTime, Option, Result, Schema, SchemaIssue } from "effect"
import { maskAccount, maskAccountIn, redactAccount } from "../MaskedAccount.ts"
import { type Drift, Refund, Transaction } from "../PaymentStatus.ts"
import { toInstant, type ZonelessDate } from "../ZonelessDate.ts"
import { AnswerStatus, DecidingBody, DescriptiveBody } from "./AopayWire.ts"
import { isWireObject, type WireObject } from "./WireJson.ts"

/** Where a deciding part cannot be read, and why in words that follow the path. */
export interface Fault {
  readonly path: string
  readonly problem: string
}

export interface Record {
  readonly deciding: typeof DecidingBody.Type
  readonly descriptive: typeof DescriptiveBody.Type
  readonly drift: ReadonlyArray<Drift>
}

const fault = (path: string, problem: string): Result.Result<never, Fault> =>
  Result.fail({ path, problem })

const decodeStatus = Schema.decodeUnknownResult(AnswerStatus)
const decodeDeciding = Schema.decodeUnknownResult(DecidingBody)
const formatIssue = SchemaIssue.makeFormatterStandardSchemaV1()

const firstPath = (error: Schema.SchemaError): string =>
  (formatIssue(error.issue).issues[0]?.path ?? []).map(String).join(".")

const decodeDescriptive = Object.entries(DescriptiveBody.fields).map(
  ([key, field]) => [key, Schema.decodeUnknownOption(Schema.Struct({ [key]: field }))] as const
)

/** Personal data of the customer: what was found there is never shown whole. */
const personal = new Set(["canumber", "ad1", "ad2", "ad3"])
const foundAtMost = 80

const show = (key: string, value: unknown, account: string | null): string => {
  const text = typeof value === "string" ? value : JSON.stringify(value)
  const masked = personal.has(key) ? maskAccount(text) : maskAccountIn(text, account)
  return masked.length > foundAtMost ? `${masked.slice(0, foundAtMost)}…` : masked
}

/** The account number of a body that has one, whatever else is wrong with it. */
export const accountIn = (body: WireObject): string | null => {
  const data = body["data"]
  const account = isWireObject(data) ? data["canumber"] : null
  return typeof account === "string" ? account : null
}

const readDescriptive = (data: WireObject, account: string | null) => {
  const drift: Array<Drift> = []
  const descriptive: { [key: string]: unknown } = {}
  for (const [key, decode] of decodeDescriptive) {
    Option.match(decode(data), {
      onSome: (read) => Object.assign(descriptive, read),
      onNone: () => drift.push({ path: `data.${key}`, found: show(key, data[key], account) })
    })
  }
  return { drift, descriptive: descriptive as typeof DescriptiveBody.Type }
}

/** Reads a body whose code is 1. */
export const readRecord = (body: WireObject): Result.Result<Record, Fault> => {
  const status = decodeStatus(body["status"])
  if (Result.isFailure(status)) return fault("status", "is missing or unreadable")
  if (!status.success) return fault("status", "is not true although the code is 1")

  const data = body["data"]
  if (!isWireObject(data))
    return fault("data", "is missing or not an object although the code is 1")

  const deciding = decodeDeciding(data)
  if (Result.isFailure(deciding))
    return fault(`data.${firstPath(deciding.failure)}`, "is missing or unreadable")

  return Result.succeed({ deciding: deciding.success, ...readDescriptive(data, accountIn(body)) })
}

/** The record in our own terms, its dates as instants. */
export const toTransaction = (
  { deciding, descriptive }: Record,
  timeZone: DateTime.TimeZone
): Transaction => {
  const instant = (date: ZonelessDate | null | undefined) =>
    date == null ? null : toInstant(date, timeZone)
  return new Transaction({
    transactionId: descriptive.txnid ?? null,
    operatorName: descriptive.operatorname ?? null,
    customerAccount: descriptive.canumber == null ? null : redactAccount(descriptive.canumber),
    amount: deciding.amount,
    commission: descriptive.comm ?? null,
    tds: descriptive.tds ?? null,
    operatorId: descriptive.operatorid ?? null,
    addedAt: instant(descriptive.dateadded),
    refund: deciding.refunded
      ? new Refund({
          transactionId: descriptive.refundtxnid ?? null,
          refundedAt: instant(descriptive.daterefunded)
        })
      : null
  })
}
