/** How AOPay is asked. */
import { Context, Duration, Effect, Layer } from "effect"

export interface CallPolicyOptions {
  /** For one attempt: sending, waiting and reading the whole body. Default: 10 seconds. */
  readonly attemptTimeout: Duration.Duration
}

/** Read when a layer is built. */
export class CallPolicy extends Context.Reference<CallPolicyOptions>(
  "@bill-payment-status/core/CallPolicy",
  { defaultValue: () => ({ attemptTimeout: Duration.seconds(10) }) }
) {
  /** The policy in force with some of it changed. */
  static readonly layer = (changes: Partial<CallPolicyOptions>): Layer.Layer<never> =>
    Layer.effect(
      CallPolicy,
      Effect.map(CallPolicy, (policy) => ({ ...policy, ...changes }))
    )
}
