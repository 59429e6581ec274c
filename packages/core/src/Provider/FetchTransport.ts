/** The way out where there is no Node: the built-in `fetch`. */
import { Layer } from "effect"
import { FetchHttpClient } from "effect/http"
import { layerHttpClientTransport } from "./HttpClientTransport.ts"

/** A `Transport` over `fetch`. */
export const layerTransport = Layer.provide(layerHttpClientTransport, FetchHttpClient.layer)
