import { assert, describe, it } from "@effect/vitest"
import { Option, Schema } from "effect"
import {
  AnswerStatus,
  DecidingBody,
  DescriptiveBody,
  MessageBody,
  ResponseCode
} from "../../src/Provider/AopayWire.ts"
import { WireNumber } from "../../src/Provider/WireJson.ts"
import {
  orAbsent,
  readDate,
  readFlag,
  readIdentity,
  readResponseCode,
  readRupees,
  readStatus,
  readText,
  type WireReader
} from "../../src/Provider/WireReader.ts"

const texts = [
  "0 1 2 -1 01 1.0 1e0 1e3 -0 0.0 0.5 7 9007199254740993 true false TRUE null NaN Infinity",
  "100 100.5 100.50 100.555 .5 5. +5 1,000 123456789012345 1234567890123456 12345678901234567.89",
  "2021-01-11 2021-01-11T15:43:20 a é 🧾 --"
].flatMap((line) => line.split(" "))

const dates = [
  "2021-01-11 15:43:20",
  "2021-02-29 00:00:00",
  "2024-02-29 23:59:59",
  "2021-02-30 10:00:00",
  "1969-12-31 23:59:59",
  "2021-01-11 24:00:00",
  "0000-00-00 00:00:00",
  "2021-01-11 15:43:20 "
]

const numbers = [
  "0 1 2 -1 1.0 1e0 10e-1 0.0 -0 1e-400 1e400 7 99 100 100.5 100.555 1E2",
  `9007199254740993 90071992547409931234 ${"9".repeat(400)}`
].flatMap((line) => line.split(" ").map((source) => new WireNumber(source)))

const others = [true, false, null, [], ["1"], {}, { a: 1 }]

const values: ReadonlyArray<unknown> = [
  "",
  " ",
  "\n",
  "9".repeat(400),
  ...texts,
  ...dates,
  ...numbers,
  ...others
]

const text = orAbsent(readText)
const rupees = orAbsent(readRupees)
const date = orAbsent(readDate)

const readers: ReadonlyArray<
  readonly [string, WireReader<unknown>, Schema.Codec<unknown, unknown>]
> = [
  ["response_code", readResponseCode, ResponseCode],
  ["status", readFlag, AnswerStatus],
  ["message", text, MessageBody.fields.message],
  ["data.refid", readIdentity, DecidingBody.fields.refid],
  ["data.status", readStatus, DecidingBody.fields.status],
  ["data.refunded", readFlag, DecidingBody.fields.refunded],
  ["data.amount", readRupees, DecidingBody.fields.amount],
  ["data.txnid", text, DescriptiveBody.fields.txnid],
  ["data.operatorname", text, DescriptiveBody.fields.operatorname],
  ["data.canumber", text, DescriptiveBody.fields.canumber],
  ["data.ad1", text, DescriptiveBody.fields.ad1],
  ["data.ad2", text, DescriptiveBody.fields.ad2],
  ["data.ad3", text, DescriptiveBody.fields.ad3],
  ["data.comm", rupees, DescriptiveBody.fields.comm],
  ["data.tds", rupees, DescriptiveBody.fields.tds],
  ["data.operatorid", text, DescriptiveBody.fields.operatorid],
  ["data.dateadded", date, DescriptiveBody.fields.dateadded],
  ["data.refundtxnid", text, DescriptiveBody.fields.refundtxnid],
  ["data.daterefunded", date, DescriptiveBody.fields.daterefunded]
]

describe("a reader reads what the schema describes", () => {
  it.each(readers)("%s", (_field, read, schema) => {
    const decode = Schema.decodeUnknownOption(schema)
    for (const value of values)
      assert.deepStrictEqual(
        Option.fromUndefinedOr(read(value)),
        decode(value),
        `${typeof value} ${String(value).slice(0, 40)}`
      )
  })
})
