/** The port to whoever knows the payments: ask one question, get a status and a body. */
import { Context, type DateTime, type Duration, type Effect, type Redacted } from "effect"
import type { ValidInquiry } from "./Inquiry.ts"
import type { ProviderUnreachable } from "./InquiryError.ts"
import type { RegistrationId } from "./RegistrationId.ts"

/** An answer, not yet understood. */
export interface ProviderAnswer {
  readonly httpStatus: number
  readonly body: string
  /** Why the body could not be read whole, in a sentence; `body` is then what was read of it. */
  readonly unreadable?: string | undefined
  /** How long the provider asks us to wait before the next question. */
  readonly retryAfter?: Duration.Duration | undefined
}

/** Who is asked: AOPay over HTTP, or one that is pretended. */
export class Provider extends Context.Service<
  Provider,
  {
    /** Asks once, without a timeout. Fails when no complete answer came; never looks into the body. */
    readonly ask: (inquiry: ValidInquiry) => Effect.Effect<ProviderAnswer, ProviderUnreachable>
    /** Who asks unless the inquiry says otherwise. */
    readonly registrationId: Redacted.Redacted<RegistrationId>
    /** What no value or error may repeat, even when an answer does. */
    readonly secrets: ReadonlyArray<Redacted.Redacted>
    /** The zone of the provider's zoneless dates. */
    readonly timeZone: DateTime.TimeZone
  }
>()("@bill-payment-status/core/Provider") {}
