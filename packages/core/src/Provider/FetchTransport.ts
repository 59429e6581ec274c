/** The way out where there is no Node: the built-in `fetch`. */
import { FetchHttpClient } from "effect/http"

/** An `HttpClient` over `fetch`. */
export const layerTransport = FetchHttpClient.layer
