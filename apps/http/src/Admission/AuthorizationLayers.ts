/** The keys of requests that go through the router. */
import {
  Authorization,
  CompatibleAuthorization,
  RequiredScope
} from "@bill-payment-status/http-api"
import { Context, Effect, Layer } from "effect"
import { HttpServerRequest, type HttpServerResponse } from "effect/http"
import type { HttpApiEndpoint } from "effect/http-api"
import { problemAnswer, setHeaders } from "../Server/Answer.ts"
import { incomingOf, reply } from "../Server/Exchange.ts"
import { visitOf } from "../Server/Visit.ts"
import { Admission, type Gatekeeper } from "./Admission.ts"

type Handled<E, R> = Effect.Effect<HttpServerResponse.HttpServerResponse, E, R>

const admitting =
  (gatekeeper: Gatekeeper, apiKeyToo: boolean) =>
  <E, R>(
    handled: Handled<E, R>,
    { endpoint }: { readonly endpoint: HttpApiEndpoint.Top }
  ): Handled<E, R | HttpServerRequest.HttpServerRequest> =>
    Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) => {
      const incoming = incomingOf(request)
      const visit = visitOf(incoming)
      const scope = Context.getUnsafe(endpoint.annotations, RequiredScope)
      const partner = gatekeeper.admit(visit, incoming.headers, { scope, apiKeyToo })
      if ("_tag" in partner) return reply(visit, problemAnswer(partner.problem, partner.headers))
      setHeaders(visit.response, visit.limits)
      return handled
    })

/** Whichever way a key came, the door decides by the headers themselves. */
export const AuthorizationLayers = Layer.mergeAll(
  Layer.effect(
    Authorization,
    Effect.map(Admission, (gatekeeper) => ({ bearer: admitting(gatekeeper, false) }))
  ),
  Layer.effect(
    CompatibleAuthorization,
    Effect.map(Admission, (gatekeeper) => ({
      bearer: admitting(gatekeeper, true),
      apiKey: admitting(gatekeeper, true)
    }))
  )
)
