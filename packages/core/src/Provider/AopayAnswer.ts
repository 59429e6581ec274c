/**
 * What an answer says. The code in the body decides, never the HTTP status and never the message; only
 * a redirect is no answer whatever it holds.
 */
import { type DateTime, type Duration, type Redacted, Result } from "effect"
import type { Conceal } from "../Concealment.ts"
import { isFinal } from "../Finality.ts"
import { fromDecoded } from "../FromDecoded.ts"
import {
  type InquiryError,
  InquiryRejected,
  InvalidSignature,
  MismatchedReference,
  ProviderUnavailable,
  ServiceDisabled,
  TokenRejected,
  TransactionNotFound,
  UnableToProcess,
  UndecodableAnswer,
  UnknownResponseCode
} from "../InquiryError.ts"
import { PaymentStatus } from "../PaymentStatus.ts"
import { plainText } from "../PlainText.ts"
import type { ProviderAnswer } from "../Provider.ts"
import { redactBody } from "../RawBody.ts"
import type { ReferenceId } from "../ReferenceId.ts"
import { meaningOf } from "../Verdict.ts"
import { decide, explain, isListedStatus } from "../VerdictRules.ts"
import { concealmentOf, excerptOf } from "./AnswerConcealment.ts"
import {
  type AopayRecord,
  type Fault,
  readMessage,
  readRecord,
  toTransaction
} from "./AopayRecord.ts"
import { shapeDrift, type WireDrift } from "./WireDrift.ts"
import { parseWireBody, type WireBody } from "./WireParser.ts"
import { readResponseCode } from "./WireReader.ts"

/** What is known besides the answer itself. */
export interface Asked {
  readonly referenceId: ReferenceId
  readonly timeZone: DateTime.TimeZone
  readonly lateFlipWindow: Duration.Duration
  /** When the answer came. */
  readonly answeredAt: DateTime.Utc
  /** What no value or error may repeat. */
  readonly secrets: ReadonlyArray<Redacted.Redacted>
}

/** An answer that is not a verdict. */
export type AnswerError = Exclude<
  InquiryError,
  { readonly _tag: "InvalidInquiry" | "ProviderUnreachable" | "ProviderTimeout" | "CircuitOpen" }
>

/** The error each listed code but 1 stands for. */
const refusals = {
  2: TransactionNotFound,
  3: ServiceDisabled,
  4: InquiryRejected,
  5: UnableToProcess,
  6: TokenRejected,
  7: InvalidSignature
}

const isListed = (code: number): code is keyof typeof refusals => Object.hasOwn(refusals, code)

const isAbsent = (value: unknown): boolean => value === undefined || value === null || value === ""

/** Either spelling of the code; undefined when there is none. */
const readCode = ({ body, repeated }: WireBody): Result.Result<number | undefined, Fault> => {
  let code: number | undefined
  for (const path of ["response_code", "responsecode"]) {
    if (repeated.has(path)) return Result.fail({ path, problem: "stands there twice" })
    const value = body[path]
    if (isAbsent(value)) continue
    const read = readResponseCode(value)
    if (read === undefined) return Result.fail({ path, problem: "is not a code" })
    if (code !== undefined && code !== read)
      return Result.fail({ path: "response_code", problem: "and responsecode disagree" })
    code = read
  }
  return Result.succeed(code)
}

const statusAtMost = 40

const toPaymentStatus = (
  record: AopayRecord,
  said: Pick<PaymentStatus, "checkedAt" | "httpStatus" | "rawBody" | "referenceId">,
  asked: Asked,
  conceal: Conceal
): PaymentStatus => {
  const { refunded, status } = record.deciding
  const verdict = decide(record.deciding)
  const { refundSafe, resendSafe } = meaningOf(verdict)
  // The decoded value keeps an account number whole wherever it stands as an identifier.
  const { inIdentifier } = concealmentOf([], asked)
  const transaction = toTransaction(record, asked.timeZone, conceal, inIdentifier)
  return fromDecoded(PaymentStatus, {
    ...said,
    verdict,
    final: isFinal(verdict, { ...asked, addedAt: transaction.addedAt }),
    refundSafe,
    resendSafe,
    responseCode: 1,
    message: record.message,
    why: explain({
      refunded,
      status: isListedStatus(status) ? status : plainText(conceal(status), statusAtMost)
    }),
    drift: record.drift,
    transaction
  })
}

const ignored = (): void => undefined

/**
 * Reads one complete answer. Whatever its text, it gives a payment status or a typed error. `note` is
 * told where the answer departs from what AOPay documents.
 */
export const readAnswer = (
  answer: ProviderAnswer,
  asked: Asked,
  note: (drift: WireDrift) => void = ignored
): Result.Result<PaymentStatus, AnswerError> => {
  const { httpStatus } = answer
  const { referenceId } = asked
  const said = {
    referenceId,
    httpStatus,
    checkedAt: asked.answeredAt,
    rawBody: redactBody(answer.body)
  }

  const undecodable = (path: string, message: string, responseCode: number | null) =>
    Result.fail(
      new UndecodableAnswer({
        ...said,
        path,
        message,
        responseCode,
        excerpt: excerptOf(answer.body, asked)
      })
    )

  const withoutCode = (problem: string) =>
    httpStatus === 429 || httpStatus >= 500
      ? Result.fail(
          new ProviderUnavailable({
            ...said,
            message: `AOPay answered HTTP ${httpStatus}.`,
            retryAfter: answer.retryAfter ?? null
          })
        )
      : undecodable("", `${problem} (HTTP ${httpStatus})`, null)

  if (httpStatus >= 300 && httpStatus < 400)
    return undecodable("", `AOPay answered with a redirect (HTTP ${httpStatus}).`, null)

  if (answer.unreadable !== undefined) return withoutCode(answer.unreadable)
  const parsed = parseWireBody(answer.body)
  if (Result.isFailure(parsed)) return withoutCode(parsed.failure)
  const wire = parsed.success
  const conceal = concealmentOf(wire.accounts, asked).inProse
  shapeDrift(wire.body, conceal).forEach(note)

  const code = readCode(wire)
  if (Result.isFailure(code)) {
    const { path, problem } = code.failure
    return undecodable(path, `${path} ${problem}.`, null)
  }
  const responseCode = code.success
  if (responseCode === undefined) return withoutCode("The body has no response_code.")

  if (responseCode !== 1) {
    const message = readMessage(wire.body, conceal) ?? "AOPay gave no message."
    if (!isListed(responseCode))
      note({ kind: "unknown_code", field: "response_code", sample: () => String(responseCode) })
    return Result.fail(
      isListed(responseCode)
        ? new refusals[responseCode]({ ...said, message })
        : new UnknownResponseCode({ ...said, message, responseCode })
    )
  }

  const record = readRecord(wire, conceal)
  if (Result.isFailure(record)) {
    const { path, problem } = record.failure
    return undecodable(path, `${path} ${problem}.`, 1)
  }
  if (record.success.deciding.refid !== referenceId)
    return Result.fail(
      new MismatchedReference({ ...said, message: "The answer is about another reference." })
    )
  const status = toPaymentStatus(record.success, said, asked, conceal)
  if (!isListedStatus(record.success.deciding.status))
    note({ kind: "unknown_status", field: "data.status", sample: () => status.why })
  for (const { found, path } of status.drift)
    note({ kind: "unreadable_field", field: path, sample: () => found })
  return Result.succeed(status)
}
