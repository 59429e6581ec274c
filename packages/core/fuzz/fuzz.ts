/** Throws mutated bodies at the decoder and compares what it makes of them with the oracle. */
import { DateTime, Duration, Result, Schema } from "effect"
import { PaymentStatus, Refund, Transaction } from "../src/PaymentStatus.ts"
import { readAnswer } from "../src/Provider/AopayAnswer.ts"
import { ReferenceId } from "../src/ReferenceId.ts"
import { PageExamples, recordBody, refusalBody } from "../src/testing.ts"
import { indiaTime } from "../src/ZonelessDate.ts"
import { mutate, randomFrom } from "./mutate.ts"
import { outcomeOf } from "./oracle.ts"

const answeredAt = DateTime.makeUnsafe("2026-01-01T00:00:00Z")
const reference = PageExamples.referenceId

const record = (status: string, refunded: boolean): string =>
  recordBody(reference, { status, refunded, message: "m" }, answeredAt)

const seeds = [
  PageExamples.refundedAnswer,
  PageExamples.invalidSignatureAnswer,
  record("1", false),
  record("0", false),
  record("0", true),
  record("2", false),
  record("1", true),
  refusalBody(2, "Transaction not found")
]
const httpStatuses = [200, 200, 200, 200, 401, 404, 429, 500, 503, 302]

export interface Fuzzed {
  readonly bodies: number
  /** How often each verdict or error came out. */
  readonly outcomes: ReadonlyMap<string, number>
  /** Bodies that made the decoder throw. */
  readonly crashes: ReadonlyArray<string>
  /** Bodies on which decoder and oracle disagree, with what each said. */
  readonly disagreements: ReadonlyArray<string>
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true })
const asked = {
  referenceId: ReferenceId.make(reference),
  timeZone: indiaTime,
  lateFlipWindow: Duration.days(5),
  answeredAt,
  secrets: []
}

const isStatus = Schema.is(Schema.Struct(PaymentStatus.fields))
const isTransaction = Schema.is(Schema.Struct(Transaction.fields))
const isRefund = Schema.is(Schema.NullOr(Schema.Struct(Refund.fields)))

/** Whether its own schema accepts it, as `new` would. */
const isSound = (status: PaymentStatus): boolean =>
  isStatus(status) && isTransaction(status.transaction) && isRefund(status.transaction.refund)

const read = (body: string, httpStatus: number): string =>
  Result.match(readAnswer({ httpStatus, body }, asked), {
    onFailure: ({ _tag }) => _tag,
    onSuccess: (status) => (isSound(status) ? status.verdict : "unsound")
  })

/** Reads `bodies` mutated bodies; the same seed gives the same ones. */
export const fuzz = (bodies: number, seed: number): Fuzzed => {
  const random = randomFrom(seed)
  const outcomes = new Map<string, number>()
  const crashes: Array<string> = []
  const disagreements: Array<string> = []
  for (let number = 0; number < bodies; number++) {
    const bytes = mutate(seeds[number % seeds.length] ?? "", random)
    const httpStatus = httpStatuses[Math.floor(random() * httpStatuses.length)] ?? 200
    const body = decoder.decode(bytes)
    try {
      const outcome = read(body, httpStatus)
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      const expected = outcomeOf(body, httpStatus, reference)
      if (outcome !== expected)
        disagreements.push(`${outcome}, the oracle says ${expected}: HTTP ${httpStatus} ${body}`)
    } catch (error) {
      crashes.push(`${String(error)}: HTTP ${httpStatus} ${body}`)
    }
  }
  return { bodies, outcomes, crashes, disagreements }
}
