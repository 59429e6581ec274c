/** What every output format is: results in, text to print out, a line or more at a time. */
import type { InquiryResult } from "@bill-payment-status/core"
import type { Stream } from "effect"

export interface RenderOptions {
  /** Account numbers whole. */
  readonly unmasked: boolean
}

export type Render = (
  options: RenderOptions
) => <E, R>(results: Stream.Stream<InquiryResult, E, R>) => Stream.Stream<string, E, R>
