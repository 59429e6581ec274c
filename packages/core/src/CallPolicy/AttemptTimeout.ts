import { Duration, Effect } from "effect"
import { ProviderTimeout } from "../InquiryError.ts"
import type { Ask } from "./Ask.ts"

/** Fails with `ProviderTimeout` when an attempt takes longer. */
export const withTimeout =
  (ask: Ask, timeout: Duration.Duration, within = `within ${Duration.format(timeout)}`): Ask =>
  (inquiry) =>
    Effect.timeoutOrElse(ask(inquiry), {
      duration: timeout,
      orElse: () =>
        Effect.fail(
          new ProviderTimeout({
            referenceId: inquiry.referenceId,
            asked: true,
            message: `No complete answer ${within}.`
          })
        )
    })
