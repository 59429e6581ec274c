/**
 * AOPay's JSON as schemas: they decode what AOPay sends, quirks included, and
 * encode what its page shows (text inside `data`, a number for the code, a
 * boolean for the top-level status).
 *
 * Source: the provider's page. That text may arrive as numbers and flags as
 * booleans is known from the sibling API family.
 */
import { Schema, SchemaGetter } from "effect"
import { Paise } from "../Paise.ts"
import { ZonelessDate } from "../ZonelessDate.ts"

/** Our question, exactly as the page writes it. */
export const InquiryBody = Schema.Struct({
  referenceid: Schema.String,
  RegistrationID: Schema.String
})

const Text = Schema.Union([Schema.String, Schema.Finite]).pipe(
  Schema.decodeTo(Schema.String, {
    decode: SchemaGetter.transform(String),
    encode: SchemaGetter.transform((text) => text)
  })
)

const flag = (write: (set: boolean) => "0" | "1" | boolean) =>
  Schema.Literals(["0", "1", "true", "false", 0, 1, true, false]).pipe(
    Schema.decodeTo(Schema.Boolean, {
      decode: SchemaGetter.transform((value) => ["1", "true"].includes(String(value))),
      encode: SchemaGetter.transform(write)
    })
  )

/** An integer, bare or quoted. */
export const ResponseCode = Schema.Union([
  Schema.String.check(Schema.isPattern(/^-?(0|[1-9]\d*)$/)),
  Schema.Finite
]).pipe(
  Schema.decodeTo(Schema.Int, {
    decode: SchemaGetter.transform(Number),
    encode: SchemaGetter.transform((code) => code)
  })
)

/** Text of any scalar: a boolean, a word or any other number is a status too, only not a listed one. */
const DataStatus = Schema.Union([Schema.NonEmptyString, Schema.Finite, Schema.Boolean]).pipe(
  Schema.decodeTo(Schema.String, {
    decode: SchemaGetter.transform(String),
    encode: SchemaGetter.transform((text) => text)
  })
)

const absent = <const Spelling extends string>(usual: Spelling, ...others: Array<Spelling>) =>
  Schema.Literals([usual, ...others]).pipe(
    Schema.decodeTo(Schema.Null, {
      decode: SchemaGetter.transform(() => null),
      encode: SchemaGetter.transform(() => usual)
    })
  )

const orAbsent = <S extends Schema.Constraint>(schema: S) =>
  Schema.optionalKey(Schema.Union([Schema.Null, absent(""), schema]))

const dateOrAbsent = Schema.optionalKey(
  Schema.Union([Schema.Null, absent("", "0000-00-00 00:00:00"), ZonelessDate])
)

/** The fields of `data` that decide: read strictly, one at fault makes the answer undecodable. */
export const DecidingBody = Schema.Struct({
  refid: Text.check(Schema.isNonEmpty()),
  status: DataStatus,
  refunded: flag((set) => (set ? "1" : "0")),
  amount: Text.pipe(Schema.decodeTo(Paise))
})

/** The fields of `data` that describe: one that cannot be read is drift. */
export const DescriptiveBody = Schema.Struct({
  txnid: orAbsent(Text),
  operatorname: orAbsent(Text),
  canumber: orAbsent(Text),
  ad1: orAbsent(Text),
  ad2: orAbsent(Text),
  ad3: orAbsent(Text),
  comm: orAbsent(Text.pipe(Schema.decodeTo(Paise))),
  tds: orAbsent(Text.pipe(Schema.decodeTo(Paise))),
  operatorid: orAbsent(Text),
  dateadded: dateOrAbsent,
  refundtxnid: orAbsent(Text),
  daterefunded: dateOrAbsent
})

/** `data` of an answer with code 1. */
const TransactionBody = Schema.Struct({
  ...DescriptiveBody.fields,
  ...DecidingBody.fields
})

/** The top-level status; it decides too. */
export const AnswerStatus = flag((set) => set)

export const Message = orAbsent(Text)

/** A record was found. */
export const RecordBody = Schema.Struct({
  response_code: ResponseCode,
  status: AnswerStatus,
  data: TransactionBody,
  message: Message
})

/** No record: the code says why. */
export const RefusalBody = Schema.Struct({
  response_code: ResponseCode,
  status: AnswerStatus,
  message: Message
})
