/** What a caller learns from the exit code alone. */
import type { Outcome } from "./Answer.ts"

const byOutcome: Record<Outcome, number> = {
  Paid: 0,
  Pending: 3,
  RefundDue: 4,
  Refunded: 5,
  Conflict: 6,
  InvalidSignature: 7,
  TokenRejected: 7,
  TransactionNotFound: 8,
  ServiceDisabled: 9,
  InquiryRejected: 9,
  UnableToProcess: 9,
  UnknownResponseCode: 9,
  MismatchedReference: 9,
  UndecodableAnswer: 9,
  ProviderUnavailable: 10,
  ProviderUnreachable: 10,
  ProviderTimeout: 10,
  CircuitOpen: 10,
  InvalidInquiry: 64
}

/** Following a payment ended without an outcome. */
export const gaveUpCode = 11

/** A reference that could not even be asked about is as unknown as one without an answer. */
export const gravestFirst = [6, 9, 7, 10, 64, 4, 8, gaveUpCode, 5, 3, 0]

/** The verdicts and errors behind each exit code. */
export const outcomesByCode: ReadonlyMap<number, ReadonlyArray<string>> = Object.entries(
  byOutcome
).reduce(
  (codes, [outcome, code]) => codes.set(code, [...(codes.get(code) ?? []), outcome]),
  new Map<number, ReadonlyArray<string>>()
)

/** The exit code of one outcome. */
export const exitCodeOf = (outcome: Outcome): number => byOutcome[outcome]

/** The graver of two exit codes; of several references the gravest is the program's. */
export const graver = (one: number, other: number): number =>
  gravestFirst.indexOf(one) <= gravestFirst.indexOf(other) ? one : other
