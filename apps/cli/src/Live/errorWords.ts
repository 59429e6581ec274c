/** Why a question has no answer, in a few words of ours. */
import type { GaveUpWaiting, InquiryError } from "@bill-payment-status/core"

const words: Record<(InquiryError | GaveUpWaiting)["_tag"], string> = {
  InvalidInquiry: "cannot be asked about",
  TransactionNotFound: "not on record yet",
  ServiceDisabled: "bill payment is switched off",
  InquiryRejected: "AOPay did not accept the question",
  UnableToProcess: "AOPay could not process it",
  TokenRejected: "AOPay rejected our token",
  InvalidSignature: "AOPay did not recognise us",
  UnknownResponseCode: "AOPay gave an unknown code",
  MismatchedReference: "AOPay answered about another one",
  UndecodableAnswer: "AOPay's answer cannot be read",
  ProviderUnavailable: "AOPay is busy or down",
  ProviderUnreachable: "AOPay cannot be reached",
  ProviderTimeout: "AOPay did not answer in time",
  CircuitOpen: "not asked, AOPay keeps failing",
  GaveUpWaiting: "not final in time"
}

/** E.g. `AOPay did not answer in time`. */
export const errorWords = ({ _tag }: InquiryError | GaveUpWaiting): string => words[_tag]
