/** Plausible records, the same for the same reference: bodies as AOPay would send them. */
import { DateTime, Hash, Schema } from "effect"
import { RecordBody, RefusalBody } from "../Provider/AopayWire.ts"
import { fromInstant, indiaTime } from "../ZonelessDate.ts"

const billers = [
  "BSES Rajdhani Power Limited",
  "Adani Electricity Mumbai Limited",
  "Indraprastha Gas Limited",
  "Delhi Jal Board",
  "Dish TV",
  "Airtel Broadband",
  "HDFC Bank - FASTag",
  "Indane Gas"
] as const

/** What the provider says became of the payment, in its own terms. */
export interface RecordState {
  readonly status: string
  readonly refunded: boolean
  readonly message: string
}

const encodeRecord = Schema.encodeSync(Schema.fromJsonString(RecordBody))
const encodeRefusal = Schema.encodeSync(Schema.fromJsonString(RefusalBody))

const date = (instant: DateTime.Utc) => fromInstant(instant, indiaTime)

/** The body of an answer with code 1 about `refid`, added at `addedAt`, refunded ten minutes later. */
export const recordBody = (refid: string, state: RecordState, addedAt: DateTime.Utc): string => {
  const seed = Hash.string(refid) >>> 0
  const biller = billers[Math.floor(seed / 1000) % billers.length] ?? billers[0]
  const amount = BigInt(9900 + (seed % 400_000))
  return encodeRecord({
    response_code: 1,
    status: true,
    data: {
      txnid: String(1_000_000_000 + (seed % 900_000_000)),
      operatorname: biller,
      canumber: String(100_000_000 + (seed % 899_999_999)),
      amount,
      ad1: null,
      ad2: null,
      ad3: null,
      comm: (amount * 21n) / 10_000n,
      tds: amount / 10_000n,
      status: state.status,
      refid,
      operatorid: state.status === "1" ? `OP${seed}` : null,
      dateadded: date(addedAt),
      refunded: state.refunded,
      refundtxnid: state.refunded ? String(2_000_000_000 + (seed % 900_000_000)) : null,
      daterefunded: state.refunded ? date(DateTime.add(addedAt, { minutes: 10 })) : null
    },
    message: state.message
  })
}

/** The body of an answer with another code. */
export const refusalBody = (responseCode: number, message: string): string =>
  encodeRefusal({ response_code: responseCode, status: false, message })
