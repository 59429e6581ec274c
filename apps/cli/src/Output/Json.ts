/** JSON for programs: one object a reference, the same shape everywhere. */
import {
  escapeUnsafe,
  inquiryErrorToJson,
  type InquiryErrorJson,
  type InquiryResult,
  type PaymentStatusJson,
  paymentStatusToJson
} from "@bill-payment-status/core"
import { Option, Result, Stream } from "effect"
import type { Render, RenderOptions } from "./Render.ts"

const toJson = (
  { result }: InquiryResult,
  { unmasked }: RenderOptions
): PaymentStatusJson | InquiryErrorJson =>
  Result.match(result, {
    onSuccess: (status) => paymentStatusToJson(status, { unmasked }),
    onFailure: inquiryErrorToJson
  })

const stringify = (result: InquiryResult, options: RenderOptions, indent?: number): string =>
  escapeUnsafe(JSON.stringify(toJson(result, options), null, indent))

/** One object, indented. */
export const renderObject: Render = (options) =>
  Stream.map((result) => stringify(result, options, 2))

/** One object a line. */
export const renderLines: Render = (options) => Stream.map((result) => stringify(result, options))

/** An array with one object a line. */
export const renderArray: Render = (options) => (results) =>
  results.pipe(
    Stream.zipWithPreviousAndNext,
    Stream.map(([previous, result, next]) => {
      const before = Option.isNone(previous) ? "[\n  " : "  "
      const after = Option.isNone(next) ? "\n]" : ","
      return before + stringify(result, options) + after
    }),
    Stream.orElseIfEmpty(() => Stream.make("[]"))
  )
