/** The exit code a command leaves behind. */
import { Context, Layer, Ref } from "effect"

export class ProgramExit extends Context.Service<ProgramExit, Ref.Ref<number>>()(
  "@bill-payment-status/cli/ProgramExit"
) {
  static readonly layer = Layer.effect(ProgramExit, Ref.make(0))
}
