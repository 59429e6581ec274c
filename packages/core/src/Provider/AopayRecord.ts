/**
 * The record inside an answer with code 1. Its deciding fields are read strictly; a descriptive one
 * that cannot be read becomes null and is listed as drift.
 */
import { type DateTime, Option, Result, Schema, SchemaIssue } from "effect"
import type { Conceal } from "../Concealment.ts"
import { maskAccount, redactAccount } from "../MaskedAccount.ts"
import { type Drift, Refund, Transaction } from "../PaymentStatus.ts"
import { plainText } from "../PlainText.ts"
import { toInstant, type ZonelessDate } from "../ZonelessDate.ts"
import { AnswerStatus, DecidingBody, DescriptiveBody, MessageBody } from "./AopayWire.ts"
import { isWireObject, WireNumber, type WireObject } from "./WireJson.ts"
import type { WireBody } from "./WireParser.ts"

/** Where a deciding part cannot be read, and why in words that follow the path. */
export interface Fault {
  readonly path: string
  readonly problem: string
}

/** What the answer with code 1 holds, read. */
export interface AopayRecord {
  readonly deciding: typeof DecidingBody.Type
  readonly descriptive: typeof DescriptiveBody.Type
  readonly message: string | null
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
const decodeMessage = Schema.decodeUnknownOption(MessageBody)

/** Personal data of the customer: what was found there is never shown whole. */
const personal = new Set(["canumber", "ad1", "ad2", "ad3"])
const foundAtMost = 80

/** As JSON, its numbers as they were written. */
const written = (value: unknown, conceal: Conceal): string => {
  if (typeof value === "string") return JSON.stringify(conceal(value))
  if (value instanceof WireNumber) return conceal(value.source)
  if (Array.isArray(value)) return `[${value.map((each) => written(each, conceal)).join(",")}]`
  if (!isWireObject(value)) return String(value)
  const members = Object.entries(value).map(
    ([name, each]) => `${JSON.stringify(conceal(name))}:${written(each, conceal)}`
  )
  return `{${members.join(",")}}`
}

const show = (key: string, value: unknown, conceal: Conceal): string => {
  const hide = personal.has(key) ? maskAccount : conceal
  const isScalar = typeof value === "string" || value instanceof WireNumber
  return plainText(isScalar ? hide(String(value)) : written(value, hide), foundAtMost)
}

/** The provider's prose, safe to show; null when there is none. */
export const readMessage = (body: WireObject, conceal: Conceal): Option.Option<string | null> =>
  Option.map(decodeMessage(body), ({ message }) =>
    message == null ? null : plainText(conceal(message))
  )

const readDescriptive = (body: WireObject, data: WireObject, conceal: Conceal) => {
  const drift: Array<Drift> = []
  const descriptive: { [key: string]: unknown } = {}
  for (const [key, decode] of decodeDescriptive) {
    const read = decode(data)
    if (Option.isSome(read)) Object.assign(descriptive, read.value)
    else drift.push({ path: `data.${key}`, found: show(key, data[key], conceal) })
  }
  const message = readMessage(body, conceal)
  if (Option.isNone(message))
    drift.push({ path: "message", found: show("message", body["message"], conceal) })
  return {
    drift,
    descriptive: descriptive as typeof DescriptiveBody.Type,
    message: Option.getOrNull(message)
  }
}

const decidingFields = Object.keys(DecidingBody.fields)

/** Reads a body whose code is 1. */
export const readRecord = (
  { body, repeated, repeatedInData }: WireBody,
  conceal: Conceal
): Result.Result<AopayRecord, Fault> => {
  const twice = ["status", "data"].find((key) => repeated.has(key))
  if (twice !== undefined) return fault(twice, "stands there twice")
  const twiceInData = decidingFields.find((key) => repeatedInData.has(key))
  if (twiceInData !== undefined) return fault(`data.${twiceInData}`, "stands there twice")

  const status = decodeStatus(body["status"])
  if (Result.isFailure(status)) return fault("status", "is missing or unreadable")
  if (!status.success) return fault("status", "is not true although the code is 1")

  const data = body["data"]
  if (!isWireObject(data))
    return fault("data", "is missing or not an object although the code is 1")

  const deciding = decodeDeciding(data)
  if (Result.isFailure(deciding))
    return fault(`data.${firstPath(deciding.failure)}`, "is missing or unreadable")

  return Result.succeed({ deciding: deciding.success, ...readDescriptive(body, data, conceal) })
}

/** The record in our own terms, its dates as instants. */
export const toTransaction = (
  { deciding, descriptive }: AopayRecord,
  timeZone: DateTime.TimeZone,
  conceal: Conceal,
  inIdentifier: Conceal
): Transaction => {
  const identifier = (text: string | null | undefined) => (text == null ? null : inIdentifier(text))
  const instant = (date: ZonelessDate | null | undefined) =>
    date == null ? null : toInstant(date, timeZone)
  return new Transaction({
    transactionId: identifier(descriptive.txnid),
    operatorName: descriptive.operatorname == null ? null : conceal(descriptive.operatorname),
    customerAccount: descriptive.canumber == null ? null : redactAccount(descriptive.canumber),
    amount: deciding.amount,
    commission: descriptive.comm ?? null,
    tds: descriptive.tds ?? null,
    operatorId: identifier(descriptive.operatorid),
    addedAt: instant(descriptive.dateadded),
    refund: deciding.refunded
      ? new Refund({
          transactionId: identifier(descriptive.refundtxnid),
          refundedAt: instant(descriptive.daterefunded)
        })
      : null
  })
}
