/**
 * Who may ask AOPay next. Without one, `CallPolicy.rate` decides, first come first served; a program that
 * asks for several partners provides its own, and is fair between them.
 */
import { Context, type Effect } from "effect"

/** Gives turns: one is one attempt. */
export interface Turns {
  /**
   * Waits for a turn; false when there is none before `latest`, in milliseconds since 1970. Interrupted, it
   * takes nothing. Runs with the context of whoever asked first about the reference.
   */
  readonly take: (latest: number) => Effect.Effect<boolean>
  /** Called exactly once when an attempt that took a turn has ended, however it ended. */
  readonly end: () => void
}

/** Read when a layer is built; takes the place of `CallPolicy.rate`. Default: none. */
export const Turns: Context.Reference<Turns | undefined> = Context.Reference<Turns | undefined>(
  "@bill-payment-status/core/Turns",
  { defaultValue: () => undefined }
)
