/** Reads bodies as the answer to one question, in tests. */
import { DateTime, Duration, Redacted } from "effect"
import { readAnswer } from "../src/Provider/AopayAnswer.ts"
import { ReferenceId } from "../src/ReferenceId.ts"
import { PageExamples } from "../src/testing.ts"
import { indiaTime } from "../src/ZonelessDate.ts"

export const answeredAt = DateTime.makeUnsafe("2026-01-01T00:00:00Z")

/** Reads `body` as AOPay's answer to an inquiry about `referenceId`. */
export const read = (
  body: string,
  httpStatus = 200,
  referenceId: string = PageExamples.referenceId
) =>
  readAnswer(
    { httpStatus, body },
    {
      referenceId: ReferenceId.make(referenceId),
      timeZone: indiaTime,
      lateFlipWindow: Duration.days(5),
      answeredAt,
      secrets: ["AOP-SECRET", "KEY-SECRET"].map((secret) => Redacted.make(secret))
    }
  )

const pageData: { readonly [key: string]: unknown } = JSON.parse(PageExamples.refundedAnswer).data

/** The page's 200 example with some parts of it changed; `undefined` leaves a key out. */
export const bodyWith = (changes: {
  readonly data?: { readonly [key: string]: unknown }
  readonly top?: { readonly [key: string]: unknown }
}): string =>
  JSON.stringify({
    response_code: 1,
    status: true,
    data: { ...pageData, ...changes.data },
    message: "Transaction Refunded",
    ...changes.top
  })
