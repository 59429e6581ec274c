/** The gateway's typed client. Needs an `HttpClient`; safe in a browser. */
import type { Redacted } from "effect"
import { HttpClient, HttpClientRequest } from "effect/http"
import { HttpApiClient } from "effect/http-api"
import { Api } from "./Api.ts"

/** How the gateway is asked. */
export interface ApiClientOptions {
  /** `bps_live_…`; a gateway without keys needs none. */
  readonly apiKey?: Redacted.Redacted | undefined
}

/** A client of the gateway at `baseUrl`, e.g. `http://127.0.0.1:3000`. */
export const makeApiClient = (baseUrl: string, { apiKey }: ApiClientOptions = {}) =>
  HttpApiClient.make(Api, {
    baseUrl,
    transformClient: (client) =>
      apiKey === undefined
        ? client
        : HttpClient.mapRequest(client, HttpClientRequest.bearerToken(apiKey))
  })
