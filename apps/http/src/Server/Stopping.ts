/** Whether the gateway is being stopped, and who must know. */
import { Context, Layer } from "effect"

export class Stop {
  readonly #told = new Set<() => void>()
  hasBegun = false

  /** Runs `told` when stopping begins; the result takes that back. */
  onBegin(told: () => void): () => void {
    this.#told.add(told)
    return () => this.#told.delete(told)
  }

  begin(): void {
    this.hasBegun = true
    for (const told of this.#told) told()
    this.#told.clear()
  }
}

export class Stopping extends Context.Service<Stopping, Stop>()(
  "@bill-payment-status/http/Stopping"
) {
  static readonly layer = Layer.sync(Stopping, () => new Stop())
}
