/** JSON for programs: one object a reference, the same shape everywhere. */
import {
  escapeUnsafe,
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

const stringify = (value: unknown, indent?: number): string =>
  escapeUnsafe(JSON.stringify(value, null, indent))

/** An object for one result, an array with one object a line for several. */
export const renderJson = (
  results: ReadonlyArray<InquiryResult>,
  options: { readonly unmasked: boolean }
): string => {
  const [first, ...others] = results.map((result) => toJson(result, options))
  if (others.length === 0) return stringify(first, 2)
  return `[\n${[first, ...others].map((json) => `  ${stringify(json)}`).join(",\n")}\n]`
}
