/** Arbitraries for users' own property tests: verdicts, references and bodies as AOPay might send them. */
import { Arbitrary, DateTime, Schema } from "effect"
import { ReferenceId } from "../ReferenceId.ts"
import { Verdict } from "../Verdict.ts"
import { recordBody, type RecordState } from "./SampleRecord.ts"

/** What AOPay's record says, whatever it is; the status is often one that nobody lists. */
const RecordStates = Schema.Struct({
  status: Schema.Union([Schema.Literals(["0", "1", "2"]), Schema.NonEmptyString]),
  refunded: Schema.Boolean,
  message: Schema.String
})

const Seconds = Schema.Int.check(
  Schema.isBetween({ minimum: 1_600_000_000, maximum: 1_900_000_000 })
)

/** A record and the body that holds it. */
export interface ArbitraryRecord {
  readonly referenceId: string
  readonly state: RecordState
  readonly body: string
}

/** Any of the five verdicts. */
export const arbitraryVerdict: Arbitrary.Arbitrary<Verdict> = Arbitrary.schema(Verdict)

/** A reference that may be asked about. */
export const arbitraryReference: Arbitrary.Arbitrary<string> = Arbitrary.schema(
  Schema.String.check(Schema.isPattern(/^[A-Za-z0-9_-]{1,40}$/))
).pipe(Arbitrary.map((text) => ReferenceId.make(text)))

/** Bodies with code 1, as AOPay's page writes them. */
export const arbitraryRecord: Arbitrary.Arbitrary<ArbitraryRecord> = Arbitrary.all({
  referenceId: arbitraryReference,
  state: Arbitrary.schema(RecordStates),
  addedAt: Arbitrary.schema(Seconds)
}).pipe(
  Arbitrary.map(({ addedAt, referenceId, state }) => ({
    referenceId,
    state,
    body: recordBody(referenceId, state, DateTime.makeUnsafe(addedAt * 1000))
  }))
)
