/** Plausible records, the same for the same reference and seed: bodies as AOPay would send them. */
import { DateTime, Hash, Schema } from "effect"
import { RecordBody, RefusalBody } from "../Provider/AopayWire.ts"
import { fromInstant, indiaTime } from "../ZonelessDate.ts"
import { billers } from "./Billers.ts"

/** What the provider says became of the payment, in its own terms. */
export interface RecordState {
  readonly status: string
  readonly refunded: boolean
  readonly message: string
}

/** What is otherwise drawn from the reference. */
export interface RecordDetails {
  /** Other seeds draw other records. Default: 0. */
  readonly seed?: number | undefined
  /** When the money came back, where it did. Default: ten minutes after the payment was added. */
  readonly refundedAt?: DateTime.Utc | undefined
  /** Paise. */
  readonly amount?: bigint | undefined
  readonly operatorName?: string | undefined
  readonly customerAccount?: string | undefined
}

const encodeRecord = Schema.encodeSync(Schema.fromJsonString(RecordBody))
const encodeRefusal = Schema.encodeSync(Schema.fromJsonString(RefusalBody))

const date = (instant: DateTime.Utc) => fromInstant(instant, indiaTime)

/** Commission is two to five tenths of a percent, and 5 % of it is deducted as tax. */
const commissionOf = (amount: bigint, draw: number): bigint =>
  (amount * BigInt(20 + (draw % 31))) / 10_000n

/** The body of an answer with code 1 about `refid`, added at `addedAt`. */
export const recordBody = (
  refid: string,
  { message, refunded, status }: RecordState,
  addedAt: DateTime.Utc,
  details: RecordDetails = {}
): string => {
  const draw = Hash.string(`${details.seed ?? 0}/${refid}`) >>> 0
  const biller = billers[draw % billers.length] ?? billers[0]
  const { least, most } = biller.rupees
  const amount = details.amount ?? BigInt(least * 100 + (draw % ((most - least) * 100)))
  const commission = commissionOf(amount, draw)
  const refundedAt = details.refundedAt ?? DateTime.add(addedAt, { minutes: 10 })
  return encodeRecord({
    response_code: 1,
    status: true,
    data: {
      txnid: String(1_000_000_000 + (draw % 900_000_000)),
      operatorname: details.operatorName ?? biller.name,
      canumber: details.customerAccount ?? biller.account(draw),
      amount,
      ad1: null,
      ad2: null,
      ad3: null,
      comm: commission,
      tds: commission / 20n,
      status,
      refid,
      operatorid: status === "1" ? `OP${draw}` : null,
      dateadded: date(addedAt),
      refunded,
      refundtxnid: refunded ? String(2_000_000_000 + (draw % 900_000_000)) : null,
      daterefunded: refunded ? date(refundedAt) : null
    },
    message
  })
}

/** The body of an answer with another code. */
export const refusalBody = (responseCode: number, message: string): string =>
  encodeRefusal({ response_code: responseCode, status: false, message })
