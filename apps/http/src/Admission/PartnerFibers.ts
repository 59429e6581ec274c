/** Fibers that ask AOPay for a partner. The context they begin with is made once for each partner. */
import { Context, Effect, type Fiber, Layer } from "effect"
import { CurrentPartner, type Partner } from "./Partner.ts"

type Fork = <A, E>(effect: Effect.Effect<A, E>) => Fiber.Fiber<A, E>

export class PartnerFibers extends Context.Service<
  PartnerFibers,
  {
    /** Begins a fiber of nobody else's: who begins it ends it. */
    readonly fork: <A, E>(partner: Partner, effect: Effect.Effect<A, E>) => Fiber.Fiber<A, E>
  }
>()("@bill-payment-status/http/PartnerFibers") {
  static readonly layer = Layer.effect(
    PartnerFibers,
    Effect.gen(function* () {
      const context = yield* Effect.context()
      const forks = new WeakMap<Partner, Fork>()
      const forkOf = (partner: Partner): Fork => {
        const known = forks.get(partner)
        if (known !== undefined) return known
        const fork = Effect.runForkWith(Context.add(context, CurrentPartner, partner.id))
        forks.set(partner, fork)
        return fork
      }
      return PartnerFibers.of({ fork: (partner, effect) => forkOf(partner)(effect) })
    })
  )
}
