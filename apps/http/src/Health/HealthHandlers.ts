import { Api } from "@bill-payment-status/http-api"
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { LoadGate } from "../Server/LoadGate.ts"
import { Stopping } from "../Server/Stopping.ts"
import { ProviderHealth } from "./ProviderHealth.ts"

export const HealthHandlers = HttpApiBuilder.group(
  Api,
  "health",
  Effect.fnUntraced(function* (handlers) {
    const health = yield* ProviderHealth
    const gate = yield* LoadGate
    const stopping = yield* Stopping

    const ready = Effect.gen(function* () {
      const found = {
        provider: yield* health.reachability,
        circuit: health.circuit(),
        load: gate.isFull() ? ("shedding" as const) : ("normal" as const),
        stopping: stopping.hasBegun
      }
      const canAnswer =
        found.provider !== "unreachable" &&
        found.circuit !== "open" &&
        found.load === "normal" &&
        !found.stopping
      return canAnswer
        ? ({ status: "ready", ...found } as const)
        : yield* Effect.fail({ status: "not-ready", ...found } as const)
    })

    return handlers.handleAll({
      live: () => Effect.succeed({ status: "ok" as const }),
      ready: () => ready
    })
  })
)
