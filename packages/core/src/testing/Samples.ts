/** Payment statuses and errors for tests, read from bodies as AOPay would send them. */
import { Array, DateTime, Duration, Option, Result } from "effect"
import type { PaymentStatus } from "../PaymentStatus.ts"
import { type AnswerError, readAnswer } from "../Provider/AopayAnswer.ts"
import { ReferenceId } from "../ReferenceId.ts"
import type { Verdict } from "../Verdict.ts"
import { indiaTime } from "../ZonelessDate.ts"
import { recordStates } from "./Life.ts"
import { recordBody, type RecordState, refusalBody } from "./SampleRecord.ts"

const addedAt = DateTime.makeUnsafe("2026-01-15T05:00:00Z")
const answeredAt = DateTime.makeUnsafe("2026-01-15T06:00:00Z")

const stateOf = (verdict: Verdict): RecordState =>
  Option.getOrThrow(
    Array.findFirst(Object.values(recordStates), (state) => state.verdict === verdict)
  )

const readSample = (referenceId: string, httpStatus: number, body: string) =>
  readAnswer(
    { httpStatus, body },
    {
      referenceId: ReferenceId.make(referenceId),
      timeZone: indiaTime,
      lateFlipWindow: Duration.days(5),
      answeredAt,
      secrets: []
    }
  )

/** A payment status of this verdict, one hour after the payment was added. */
export const samplePaymentStatus = (verdict: Verdict, referenceId = "INV-1"): PaymentStatus =>
  Result.getOrThrow(
    readSample(referenceId, 200, recordBody(referenceId, stateOf(verdict), addedAt))
  )

/** The error that an answer with this code, other than 1, is. */
export const sampleRefusal = (
  responseCode: number,
  referenceId = "INV-1",
  message = "Said by AOPay"
): AnswerError =>
  Result.getOrThrow(Result.flip(readSample(referenceId, 401, refusalBody(responseCode, message))))
