/**
 * What an answer says. The code in the body decides, never the HTTP status and
 * never the message.
 */
import { type DateTime, type Duration, Option, Result, Schema } from "effect"
import { isFinal } from "../Finality.ts"
import type { ReferenceId } from "../Identifiers.ts"
import {
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
import { maskAccountIn } from "../MaskedAccount.ts"
import { PaymentStatus } from "../PaymentStatus.ts"
import type { ProviderAnswer } from "../Provider.ts"
import { redactBody } from "../RawBody.ts"
import { meaningOf } from "../Verdict.ts"
import { decide, explain } from "../VerdictRules.ts"
import { accountIn, type Fault, readRecord, type Record, toTransaction } from "./AopayRecord.ts"
import { Message, ResponseCode } from "./AopayWire.ts"
import { parseWireJson, type WireObject } from "./WireJson.ts"

/** What is known besides the answer itself. */
export interface Asked {
  readonly referenceId: ReferenceId
  readonly timeZone: DateTime.TimeZone
  readonly lateFlipWindow: Duration.Duration
  /** When the answer came. */
  readonly answeredAt: DateTime.Utc
}

/** An answer that is not a verdict. */
export type AnswerError =
  | TransactionNotFound
  | ServiceDisabled
  | InquiryRejected
  | UnableToProcess
  | TokenRejected
  | InvalidSignature
  | UnknownResponseCode
  | MismatchedReference
  | UndecodableAnswer
  | ProviderUnavailable

const isAbsent = (value: unknown): boolean => value === undefined || value === null || value === ""

const decodeCode = Schema.decodeUnknownResult(ResponseCode)

/** Either spelling of the code; undefined when there is none. */
const readCode = (body: WireObject): Result.Result<number | undefined, Fault> => {
  const codes = new Set<number>()
  for (const path of ["response_code", "responsecode"]) {
    const value = body[path]
    if (isAbsent(value)) continue
    const code = decodeCode(value)
    if (Result.isFailure(code)) return Result.fail({ path, problem: "is not a code" })
    codes.add(code.success)
  }
  const [code, another] = codes
  return another === undefined
    ? Result.succeed(code)
    : Result.fail({ path: "response_code", problem: "and responsecode disagree" })
}

const decodeMessage = Schema.decodeUnknownOption(Schema.Struct({ message: Message }))

const readMessage = (body: WireObject): string | null =>
  Option.match(decodeMessage(body), {
    onNone: () => null,
    onSome: ({ message }) => (message == null ? null : maskAccountIn(message, accountIn(body)))
  })

const toPaymentStatus = (
  body: WireObject,
  record: Record,
  rawBody: PaymentStatus["rawBody"],
  asked: Asked
): PaymentStatus => {
  const verdict = decide(record.deciding)
  const { refundSafe, resendSafe } = meaningOf(verdict)
  const transaction = toTransaction(record, asked.timeZone)
  return new PaymentStatus({
    referenceId: asked.referenceId,
    verdict,
    final: isFinal(verdict, { ...asked, addedAt: transaction.addedAt }),
    refundSafe,
    resendSafe,
    responseCode: 1,
    message: readMessage(body),
    why: explain(record.deciding),
    drift: record.drift,
    checkedAt: asked.answeredAt,
    transaction,
    rawBody
  })
}

/** Reads one complete answer. Pure and total: any bytes give a payment status or a typed error. */
export const readAnswer = (
  answer: ProviderAnswer,
  asked: Asked
): Result.Result<PaymentStatus, AnswerError> => {
  const { body: text, httpStatus } = answer
  const { referenceId } = asked
  const rawBody = redactBody(text)
  const said = { referenceId, httpStatus, rawBody }

  const undecodable = (path: string, message: string, responseCode: number | null) =>
    Result.fail(new UndecodableAnswer({ ...said, path, message, responseCode }))

  const withoutCode = (message: string) =>
    httpStatus === 429 || httpStatus >= 500
      ? Result.fail(
          new ProviderUnavailable({ ...said, message: `AOPay answered HTTP ${httpStatus}.` })
        )
      : undecodable("", `${message} (HTTP ${httpStatus})`, null)

  const parsed = parseWireJson(text)
  if (Result.isFailure(parsed)) return withoutCode(parsed.failure)
  const body = parsed.success

  const code = readCode(body)
  if (Result.isFailure(code)) {
    const { path, problem } = code.failure
    return undecodable(path, `${path} ${problem}.`, null)
  }
  if (code.success === undefined) return withoutCode("The body has no response_code.")

  const message = readMessage(body) ?? "AOPay gave no message."
  const refusal = { ...said, message }
  switch (code.success) {
    case 1:
      break
    case 2:
      return Result.fail(new TransactionNotFound(refusal))
    case 3:
      return Result.fail(new ServiceDisabled(refusal))
    case 4:
      return Result.fail(new InquiryRejected(refusal))
    case 5:
      return Result.fail(new UnableToProcess(refusal))
    case 6:
      return Result.fail(new TokenRejected(refusal))
    case 7:
      return Result.fail(new InvalidSignature(refusal))
    default:
      return Result.fail(new UnknownResponseCode({ ...refusal, responseCode: code.success }))
  }

  const record = readRecord(body)
  if (Result.isFailure(record)) {
    const { path, problem } = record.failure
    return undecodable(path, `${path} ${problem}.`, 1)
  }
  if (record.success.deciding.refid !== referenceId)
    return Result.fail(
      new MismatchedReference({ ...said, message: "The answer is about another reference." })
    )
  return Result.succeed(toPaymentStatus(body, record.success, rawBody, asked))
}
