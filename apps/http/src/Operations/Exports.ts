/**
 * The way to the collector. A collector that is slow or hangs is asked to take no more while it has so many
 * to answer: what waits for it would fill the memory.
 */
import { Effect, Layer } from "effect"
import { FetchHttpClient, HttpClient, HttpClientError } from "effect/http"

const patience = "10 seconds"

const underWayAtMost = 8

export class Exports {
  #underWay = 0

  get isBehind(): boolean {
    return this.#underWay >= underWayAtMost
  }

  readonly layerClient = Layer.effect(
    HttpClient.HttpClient,
    Effect.map(
      HttpClient.HttpClient,
      HttpClient.transform((sending, request) =>
        Effect.acquireUseRelease(
          Effect.sync(() => (this.#underWay += 1)),
          () =>
            Effect.timeoutOrElse(sending, {
              duration: patience,
              orElse: () =>
                Effect.fail(
                  new HttpClientError.HttpClientError({
                    reason: new HttpClientError.TransportError({ request })
                  })
                )
            }),
          () => Effect.sync(() => (this.#underWay -= 1))
        )
      )
    )
  ).pipe(Layer.provide(FetchHttpClient.layer))
}
