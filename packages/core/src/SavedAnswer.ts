/** Reads an answer that was saved, without asking anybody. */
import { DateTime, type Duration, Effect, type Redacted, Result } from "effect"
import { LateFlipWindow } from "./Finality.ts"
import type { PaymentStatus } from "./PaymentStatus.ts"
import { type AnswerError, readAnswer } from "./Provider/AopayAnswer.ts"
import { isWireObject, WireNumber } from "./Provider/WireJson.ts"
import { parseWireBody } from "./Provider/WireParser.ts"
import { ReferenceId } from "./ReferenceId.ts"
import { indiaTime } from "./ZonelessDate.ts"

/** What is known of a saved answer. */
export interface SavedAnswer {
  readonly body: string
  /** Default: 200. */
  readonly httpStatus?: number | undefined
  /** What was asked about. Default: the `refid` in the body, so that no other reference is noticed. */
  readonly referenceId?: ReferenceId | undefined
  readonly timeZone?: DateTime.TimeZone | undefined
  /** What must not be shown. */
  readonly secrets?: ReadonlyArray<Redacted.Redacted> | undefined
}

/** Stands for a reference that neither the caller nor the body knows. */
const unknownReference = ReferenceId.make("unknown")

const referenceIn = (body: string): ReferenceId => {
  const parsed = parseWireBody(body)
  const data = Result.isSuccess(parsed) ? parsed.success.body["data"] : undefined
  const refid = isWireObject(data) ? data["refid"] : undefined
  const text = typeof refid === "string" || refid instanceof WireNumber ? String(refid) : ""
  return Result.getOrElse(
    Result.try(() => ReferenceId.make(text)),
    () => unknownReference
  )
}

/** The payment status an answer gives, or its error, as if it had come now. */
export const readSavedAnswer = ({
  body,
  httpStatus = 200,
  referenceId = referenceIn(body),
  secrets = [],
  timeZone = indiaTime
}: SavedAnswer): Effect.Effect<PaymentStatus, AnswerError> =>
  Effect.gen(function* () {
    const lateFlipWindow: Duration.Duration = yield* LateFlipWindow
    const answeredAt = yield* DateTime.now
    return yield* Effect.fromResult(
      readAnswer(
        { httpStatus, body },
        { referenceId, timeZone, lateFlipWindow, answeredAt, secrets }
      )
    )
  })
