/**
 * The record inside an answer with code 1. Its deciding fields are read strictly; a descriptive one
 * that cannot be read becomes null and is listed as drift.
 */
import { type DateTime, Result } from "effect"
import type { Conceal } from "../Concealment.ts"
import { fromDecoded } from "../FromDecoded.ts"
import { maskAccount, redactAccount } from "../MaskedAccount.ts"
import { type Drift, Refund, Transaction } from "../PaymentStatus.ts"
import { plainText } from "../PlainText.ts"
import { toInstant, type ZonelessDate } from "../ZonelessDate.ts"
import { DecidingBody, type DescriptiveBody } from "./AopayWire.ts"
import { isWireObject, WireNumber, type WireObject } from "./WireJson.ts"
import type { WireBody } from "./WireParser.ts"
import {
  orAbsent,
  readDate,
  readFlag,
  readIdentity,
  readRupees,
  readStatus,
  readText,
  type WireReader
} from "./WireReader.ts"

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

const unreadable = (path: string) => fault(path, "is missing or unreadable")

const decidingFields = Object.keys(DecidingBody.fields)

const readDeciding = (data: WireObject): Result.Result<AopayRecord["deciding"], Fault> => {
  const refid = readIdentity(data["refid"])
  if (refid === undefined) return unreadable("data.refid")
  const status = readStatus(data["status"])
  if (status === undefined) return unreadable("data.status")
  const refunded = readFlag(data["refunded"])
  if (refunded === undefined) return unreadable("data.refunded")
  const amount = readRupees(data["amount"])
  if (amount === undefined) return unreadable("data.amount")
  return Result.succeed({ refid, status, refunded, amount })
}

const textOrAbsent = orAbsent(readText)
const rupeesOrAbsent = orAbsent(readRupees)
const dateOrAbsent = orAbsent(readDate)

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

/** The provider's prose, safe to show; null when there is none, undefined when it cannot be read. */
export const readMessage = (body: WireObject, conceal: Conceal): string | null | undefined => {
  const message = textOrAbsent(body["message"])
  return message == null ? message : plainText(conceal(message))
}

const readDescriptive = (body: WireObject, data: WireObject, conceal: Conceal) => {
  const drift: Array<Drift> = []
  const read = <A>(key: string, reader: WireReader<A | null>): A | null => {
    const found = reader(data[key])
    if (found !== undefined) return found
    drift.push({ path: `data.${key}`, found: show(key, data[key], conceal) })
    return null
  }
  const descriptive = {
    txnid: read("txnid", textOrAbsent),
    operatorname: read("operatorname", textOrAbsent),
    canumber: read("canumber", textOrAbsent),
    ad1: read("ad1", textOrAbsent),
    ad2: read("ad2", textOrAbsent),
    ad3: read("ad3", textOrAbsent),
    comm: read("comm", rupeesOrAbsent),
    tds: read("tds", rupeesOrAbsent),
    operatorid: read("operatorid", textOrAbsent),
    dateadded: read("dateadded", dateOrAbsent),
    refundtxnid: read("refundtxnid", textOrAbsent),
    daterefunded: read("daterefunded", dateOrAbsent)
  }
  const message = readMessage(body, conceal)
  if (message === undefined)
    drift.push({ path: "message", found: show("message", body["message"], conceal) })
  return { drift, descriptive, message: message ?? null }
}

/** Reads a body whose code is 1. */
export const readRecord = (
  { body, repeated, repeatedInData }: WireBody,
  conceal: Conceal
): Result.Result<AopayRecord, Fault> => {
  const twice = ["status", "data"].find((key) => repeated.has(key))
  if (twice !== undefined) return fault(twice, "stands there twice")
  const twiceInData = decidingFields.find((key) => repeatedInData.has(key))
  if (twiceInData !== undefined) return fault(`data.${twiceInData}`, "stands there twice")

  const status = readFlag(body["status"])
  if (status === undefined) return unreadable("status")
  if (!status) return fault("status", "is not true although the code is 1")

  const data = body["data"]
  if (!isWireObject(data))
    return fault("data", "is missing or not an object although the code is 1")

  return Result.map(readDeciding(data), (deciding) => ({
    deciding,
    ...readDescriptive(body, data, conceal)
  }))
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
  return fromDecoded(Transaction, {
    transactionId: identifier(descriptive.txnid),
    operatorName: descriptive.operatorname == null ? null : conceal(descriptive.operatorname),
    customerAccount: descriptive.canumber == null ? null : redactAccount(descriptive.canumber),
    amount: deciding.amount,
    commission: descriptive.comm ?? null,
    tds: descriptive.tds ?? null,
    operatorId: identifier(descriptive.operatorid),
    addedAt: instant(descriptive.dateadded),
    refund: deciding.refunded
      ? fromDecoded(Refund, {
          transactionId: identifier(descriptive.refundtxnid),
          refundedAt: instant(descriptive.daterefunded)
        })
      : null
  })
}
