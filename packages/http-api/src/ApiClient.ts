/** The gateway's typed client. Needs an `HttpClient`; safe in a browser. */
import { HttpApiClient } from "effect/http-api"
import { Api } from "./Api.ts"

/** A client of the gateway at `baseUrl`, e.g. `http://127.0.0.1:3000`. */
export const makeApiClient = (baseUrl: string) => HttpApiClient.make(Api, { baseUrl })
