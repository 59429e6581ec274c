/** A provider that plays the scenario catalogue without I/O. */
import { Effect, Layer, Redacted } from "effect"
import { Provider } from "../Provider.ts"
import { indiaTime } from "../ZonelessDate.ts"
import * as PageExamples from "./PageExamples.ts"
import * as Reply from "./Reply.ts"
import { ScenarioPlayer } from "./ScenarioPlayer.ts"

/** Asks as the page's registration unless the inquiry names another. */
export const layerStubProvider: Layer.Layer<Provider> = Layer.effect(
  Provider,
  Effect.gen(function* () {
    const player = yield* ScenarioPlayer
    return Provider.of({
      ask: ({ referenceId, registrationId }) =>
        player
          .play({ referenceid: referenceId, RegistrationID: Redacted.value(registrationId) })
          .pipe(Effect.flatMap((reply) => Reply.seenByCaller(reply, referenceId))),
      registrationId: PageExamples.registration,
      secrets: [],
      timeZone: indiaTime
    })
  })
).pipe(Layer.provide(ScenarioPlayer.layer))
