/** The exit code the program leaves behind. */
import { Context, Layer, Ref } from "effect"

export class ProgramExit extends Context.Service<ProgramExit, Ref.Ref<number>>()(
  "@bill-payment-status/http/ProgramExit"
) {
  static readonly layer = Layer.effect(ProgramExit, Ref.make(0))
}
