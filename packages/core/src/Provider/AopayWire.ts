/**
 * AOPay's JSON as schemas: they decode what AOPay sends, quirks included, and
 * encode what its page shows (text inside `data`, a number for the code, a
 * boolean for the top-level status). `WireReader.ts` reads answers by them.
 *
 * Source: the provider's page. That text may arrive as numbers and flags as
 * booleans is known from the sibling API family.
 */
import { Schema, SchemaGetter } from "effect"
import { Paise } from "../Paise.ts"
import { ZonelessDate } from "../ZonelessDate.ts"
import { WireNumber, WireNumberSchema } from "./WireJson.ts"
import { codeShape, scalarText, zeroDate } from "./WireReader.ts"

/** Our question, exactly as the page writes it. */
export const InquiryBody = Schema.Struct({
  referenceid: Schema.String,
  RegistrationID: Schema.String
})

const asWritten = {
  decode: SchemaGetter.transform(String),
  encode: SchemaGetter.transform((text: string) => text)
}

const Text = Schema.Union([Schema.String, WireNumberSchema]).pipe(
  Schema.decodeTo(Schema.String, asWritten)
)

const flag = (write: (set: boolean) => "0" | "1" | boolean) =>
  Schema.Union([
    Schema.Literals(["0", "1", "true", "false"]),
    Schema.Boolean,
    WireNumberSchema
  ]).pipe(
    Schema.decodeTo(Schema.String, {
      decode: SchemaGetter.transform(scalarText),
      encode: SchemaGetter.transform((text) => write(text === "1"))
    }),
    Schema.decodeTo(Schema.Literals(["0", "1", "true", "false"])),
    Schema.decodeTo(Schema.Boolean, {
      decode: SchemaGetter.transform((text) => text === "1" || text === "true"),
      encode: SchemaGetter.transform((set) => (set ? "1" : "0"))
    })
  )

/** An integer, bare or quoted; one that no number holds exactly is rounded, as all listed ones are small. */
export const ResponseCode = Schema.Union([Schema.String, WireNumberSchema]).pipe(
  Schema.decodeTo(Schema.String.check(Schema.isPattern(codeShape)), {
    decode: SchemaGetter.transform(scalarText),
    encode: SchemaGetter.transform((digits) => new WireNumber(digits))
  }),
  Schema.decodeTo(Schema.Finite, {
    decode: SchemaGetter.transform(Number),
    encode: SchemaGetter.transform(String)
  })
)

/** A boolean, a word or any other number is a status too, only not a listed one. */
const DataStatus = Schema.Union([Schema.NonEmptyString, WireNumberSchema, Schema.Boolean]).pipe(
  Schema.decodeTo(Schema.String, {
    decode: SchemaGetter.transform(scalarText),
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
  Schema.Union([Schema.Null, absent("", zeroDate), ZonelessDate])
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

const { amount, refid, refunded, status } = DecidingBody.fields
const { ad1, ad2, ad3, canumber, comm, dateadded, daterefunded } = DescriptiveBody.fields
const { operatorid, operatorname, refundtxnid, tds, txnid } = DescriptiveBody.fields

/** `data` of an answer with code 1, in the order of the page. */
const TransactionBody = Schema.Struct({
  txnid,
  operatorname,
  canumber,
  amount,
  ad1,
  ad2,
  ad3,
  comm,
  tds,
  status,
  refid,
  operatorid,
  dateadded,
  refunded,
  refundtxnid,
  daterefunded
})

/** The top-level status; it decides too. */
export const AnswerStatus = flag((set) => set)

/** Prose; it describes. */
export const MessageBody = Schema.Struct({ message: orAbsent(Text) })

/** A record was found. */
export const RecordBody = Schema.Struct({
  response_code: ResponseCode,
  status: AnswerStatus,
  data: TransactionBody,
  ...MessageBody.fields
})

/** No record: the code says why. */
export const RefusalBody = Schema.Struct({
  response_code: ResponseCode,
  status: AnswerStatus,
  ...MessageBody.fields
})
