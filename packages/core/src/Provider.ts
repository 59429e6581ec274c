/** The port to whoever knows the payments: ask one question, get a status and bytes. */
import { Context, type DateTime, type Effect } from "effect"
import type { ValidInquiry } from "./Inquiry.ts"
import type { ProviderTimeout, ProviderUnreachable, UndecodableAnswer } from "./InquiryError.ts"

/** A complete answer, not yet understood. */
export interface ProviderAnswer {
  readonly httpStatus: number
  readonly body: string
}

export class Provider extends Context.Service<
  Provider,
  {
    /** Asks once. Fails when no complete answer came; never looks into the body. */
    readonly ask: (
      inquiry: ValidInquiry
    ) => Effect.Effect<ProviderAnswer, ProviderUnreachable | ProviderTimeout | UndecodableAnswer>
    /** The zone of the provider's zoneless dates. */
    readonly timeZone: DateTime.TimeZone
  }
>()("@bill-payment-status/core/Provider") {}
