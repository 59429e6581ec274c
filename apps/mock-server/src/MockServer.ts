/** Every route of the pretended provider. */
import { ScenarioPlayer } from "@bill-payment-status/core/testing"
import { Layer } from "effect"
import { ControlRoutes } from "./ControlRoutes.ts"
import { ProviderRoute } from "./ProviderRoute.ts"

export const Routes = Layer.mergeAll(ProviderRoute, ControlRoutes).pipe(
  Layer.provide(ScenarioPlayer.layer)
)
