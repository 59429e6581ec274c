/** JSON for programs: one object a reference, the same shape everywhere. */
import {
  inquiryErrorToJson,
  type InquiryErrorJson,
  type InquiryResult,
  type PaymentStatusJson,
  paymentStatusToJson
} from "@bill-payment-status/core"
import { Result } from "effect"

const toJson = (
  { result }: InquiryResult,
  options: { readonly unmasked: boolean }
): PaymentStatusJson | InquiryErrorJson =>
  Result.match(result, {
    onSuccess: (status) => paymentStatusToJson(status, options),
    onFailure: inquiryErrorToJson
  })

const escaped = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`

/** `JSON.stringify` leaves some control characters bare; a terminal would obey them. */
const stringify = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent).replace(/[\u007F-\u009F\u2028\u2029]/g, escaped)

/** One object, indented. */
export const renderObject = (
  result: InquiryResult,
  options: { readonly unmasked: boolean }
): string => stringify(toJson(result, options), 2)

/** An array with one object a line. */
export const renderArray = (
  results: ReadonlyArray<InquiryResult>,
  options: { readonly unmasked: boolean }
): string =>
  `[\n${results.map((result) => `  ${stringify(toJson(result, options))}`).join(",\n")}\n]`
