/** Whether AOPay answers: what the last question found, and where nobody asked, whether its port is open. */
import type { AopaySettings, InquiryError, PaymentStatus } from "@bill-payment-status/core"
import { hostOf, portOf, proxyRoute } from "@bill-payment-status/program"
import { Clock, Context, Duration, Effect, Exit, Layer, Result, Semaphore } from "effect"
import { connect } from "node:net"
import { Traffic } from "../Operations/Traffic.ts"

export type Reachability = "reachable" | "unreachable" | "unknown"

/** As the call policy tells it. */
export type CircuitState = "closed" | "half-open" | "open"

/** How long what was found is believed. */
const freshFor = Duration.toMillis("15 seconds")

const patience = Duration.seconds(2)

/** Whether AOPay was heard; undefined where it was not asked, which says nothing. */
const wasHeard = (exit: Exit.Exit<PaymentStatus, InquiryError>): boolean | undefined =>
  Result.match(Exit.findError(exit), {
    onFailure: (other) => (Exit.isSuccess(other) ? true : undefined),
    onSuccess: (error) => {
      if (error._tag === "InvalidInquiry" || error._tag === "CircuitOpen") return undefined
      return error._tag === "ProviderTimeout" && !error.asked
        ? undefined
        : error.httpStatus !== null
    }
  })

/** Opens a connection and closes it again. */
const look = (url: URL): Effect.Effect<Reachability> => {
  const route = proxyRoute(url, process.env)
  const target = route.kind === "proxy" ? route.proxy : url
  return Effect.callback<Reachability>((resume) => {
    const socket = connect({ host: hostOf(target), port: portOf(target) })
    const found = (reachability: Reachability) => {
      socket.destroy()
      resume(Effect.succeed(reachability))
    }
    socket.once("connect", () => found("reachable")).once("error", () => found("unreachable"))
    return Effect.sync(() => socket.destroy())
  }).pipe(
    Effect.timeoutOrElse({
      duration: patience,
      orElse: () => Effect.succeed<Reachability>("unreachable")
    })
  )
}

export class ProviderHealth extends Context.Service<
  ProviderHealth,
  {
    /** Takes note of what became of a question. */
    readonly learn: (exit: Exit.Exit<PaymentStatus, InquiryError>) => void
    /** `openFor` is how long it keeps questions back once it is open. */
    readonly circuitChanged: (state: CircuitState, openFor: Duration.Duration) => void
    /**
     * Open while it keeps questions back. Afterwards it waits for one that tries, which none would if this
     * said open for longer: nobody sends questions to a gateway that is not ready.
     */
    readonly circuit: () => CircuitState
    /** Looks, where nothing was learned lately; never asks AOPay anything. */
    readonly reachability: Effect.Effect<Reachability>
  }
>()("@bill-payment-status/http/ProviderHealth") {
  /** `baseUrl` is AOPay's; undefined where nobody is asked over the network. */
  static readonly layer = (baseUrl: AopaySettings.AopaySettings["baseUrl"] | undefined) =>
    Layer.effect(
      ProviderHealth,
      Effect.gen(function* () {
        const clock = yield* Clock.Clock
        const oneAtATime = yield* Semaphore.make(1)
        const traffic = yield* Traffic
        let circuit: CircuitState = "closed"
        traffic.watch("circuitOpen", () => (circuit === "open" ? 1 : 0))
        let openUntil = 0
        let last: Reachability = baseUrl === undefined ? "reachable" : "unknown"
        let foundAt = Number.NEGATIVE_INFINITY

        const found = (reachability: Reachability): Reachability => {
          last = reachability
          foundAt = clock.currentTimeMillisUnsafe()
          return last
        }

        const isFresh = (): boolean =>
          baseUrl === undefined || clock.currentTimeMillisUnsafe() - foundAt < freshFor

        return ProviderHealth.of({
          learn: (exit) => {
            const heard = wasHeard(exit)
            if (heard === true) found("reachable")
            // One question that fails is not yet a provider that is gone: the next look tells.
            if (heard === false) foundAt = Number.NEGATIVE_INFINITY
          },
          circuitChanged: (state, openFor) => {
            circuit = state
            openUntil = clock.currentTimeMillisUnsafe() + Duration.toMillis(openFor)
          },
          circuit: () =>
            circuit === "open" && clock.currentTimeMillisUnsafe() >= openUntil
              ? "half-open"
              : circuit,
          reachability: oneAtATime.withPermits(1)(
            Effect.suspend(() =>
              isFresh() || baseUrl === undefined
                ? Effect.succeed(last)
                : Effect.map(look(baseUrl), found)
            )
          )
        })
      })
    )
}
