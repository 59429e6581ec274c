/** The whole gateway: the service behind it, the door before it, the routes between. */
import { CallPolicy, type InvalidSetting } from "@bill-payment-status/core"
import { Api } from "@bill-payment-status/http-api"
import { layerTransportVia } from "@bill-payment-status/core/undici"
import {
  type Address,
  layerBillPaymentStatusVia,
  throughProxies
} from "@bill-payment-status/program"
import { NodeHttpServer } from "@effect/platform-node"
import { Cause, Clock, Duration, Effect, Layer, type Redacted, Scope } from "effect"
import { HttpMiddleware, HttpRouter, HttpServerRequest } from "effect/http"
import { HttpApiBuilder } from "effect/http-api"
import { RateLimiter } from "effect/persistence"
import { Admission, type FindPartner, Gatekeeper } from "./Admission/Admission.ts"
import { AuthorizationLayers } from "./Admission/AuthorizationLayers.ts"
import { KeyLimits } from "./Admission/KeyLimits.ts"
import { anyone } from "./Admission/Partner.ts"
import { Shares } from "./Admission/Shares.ts"
import { PartnerFibers } from "./Admission/PartnerFibers.ts"
import { CompatibleHandlers } from "./Compatible/CompatibleHandlers.ts"
import { documents } from "./Documents/Documents.ts"
import type { GatewaySettings } from "./GatewaySettings.ts"
import { HealthHandlers } from "./Health/HealthHandlers.ts"
import { ProviderHealth } from "./Health/ProviderHealth.ts"
import { MetricsHandlers } from "./Operations/MetricsHandlers.ts"
import { below, RequestSpans } from "./Operations/RequestSpans.ts"
import { Traffic } from "./Operations/Traffic.ts"
import { answerDefect, internalError, logDefect } from "./Server/Defect.ts"
import { send } from "./Server/Answer.ts"
import { visitBehind } from "./Server/Exchange.ts"
import { makeDoor } from "./Server/Door.ts"
import { listenUntilStopped, type Listener } from "./Server/Listener.ts"
import { LoadGate } from "./Server/LoadGate.ts"
import type { Lines } from "./Server/Lines.ts"
import { Log } from "./Server/Log.ts"
import { RequestFaultsLayer } from "./Server/RequestFaultsLayer.ts"
import { RouteTable } from "./Server/RouteTable.ts"
import { Stopping } from "./Server/Stopping.ts"
import { EventStreams } from "./Transactions/EventStreams.ts"
import { EventsRoute } from "./Transactions/EventsRoute.ts"
import { layerFairTurns } from "./Transactions/FairTurns.ts"
import { makeFastLane } from "./Transactions/FastLane.ts"
import { TransactionRoute } from "./Transactions/TransactionRoute.ts"
import { Transactions } from "./Transactions/Transactions.ts"
import { TransactionsHandlers } from "./Transactions/TransactionsHandlers.ts"

export interface GatewayOptions extends GatewaySettings {
  readonly address: Address
  /** Where AOPay is; undefined where nobody is asked over the network. */
  readonly provider: URL | undefined
  /** The gateway's own registration, where it has one. */
  readonly own: Redacted.Redacted | undefined
  /** Who holds a key; undefined where there are none. */
  readonly find: FindPartner | undefined
}

/** Longer than any reference that is asked about, so that a long one is told what is wrong with it. */
const pathParameterAtMost = 8192

const layerCallPolicy = ({ deadline, timeout }: GatewaySettings) =>
  Layer.effect(
    CallPolicy,
    Effect.gen(function* () {
      const policy = yield* CallPolicy
      const { circuitChanged } = yield* ProviderHealth
      const { openFor } = policy.breaker
      const breaker: typeof policy.breaker = {
        ...policy.breaker,
        onChange: (state) => circuitChanged(state, openFor)
      }
      return { ...policy, attemptTimeout: timeout, deadline, breaker }
    })
  )

const layerTurns = (options: GatewayOptions) =>
  Layer.unwrap(
    Effect.map(Traffic, (traffic) =>
      layerFairTurns({ ...options, watch: (waiting) => traffic.watch("waiting", waiting) })
    )
  )

const layerStatuses = (options: GatewayOptions) =>
  layerBillPaymentStatusVia(throughProxies(layerTransportVia)).pipe(
    Layer.provide([layerTurns(options), layerCallPolicy(options)])
  )

const layerAdmission = (options: GatewayOptions) =>
  Layer.effect(
    Admission,
    Effect.gen(function* () {
      const limits = new KeyLimits(yield* RateLimiter.make, yield* Effect.context())
      const clock = yield* Clock.Clock
      const { find, own } = options
      return new Gatekeeper({
        find,
        anyone: anyone(own),
        limits,
        shares: new Shares(find === undefined ? undefined : options),
        now: () => clock.currentTimeMillisUnsafe()
      })
    })
  ).pipe(Layer.provide(RateLimiter.layerStoreMemory))

const layerServices = (options: GatewayOptions) =>
  Layer.mergeAll(TransactionRoute.layer, EventsRoute.layer, layerAdmission(options)).pipe(
    Layer.provide(EventStreams.layer),
    Layer.provideMerge(PartnerFibers.layer),
    Layer.provideMerge(
      Transactions.layer({ rememberedBytes: options.rememberedMebibytes * 1024 * 1024 })
    ),
    Layer.provideMerge(layerStatuses(options)),
    Layer.provideMerge(LoadGate.layer(options)),
    Layer.provideMerge(
      Layer.mergeAll(
        ProviderHealth.layer(options.provider),
        Stopping.layer,
        Log.layer({ requests: options.requestLog })
      )
    ),
    Layer.provideMerge(Traffic.layer)
  )

const handlers = Layer.mergeAll(
  TransactionsHandlers,
  CompatibleHandlers,
  HealthHandlers,
  MetricsHandlers
).pipe(Layer.provide([AuthorizationLayers, RequestFaultsLayer]))

/** Longer than any question takes, and than streams of events are silent. */
const idleOf = ({ deadline }: GatewaySettings): Duration.Duration =>
  Duration.max(Duration.seconds(60), Duration.sum(deadline, Duration.seconds(15)))

/** What is being answered is interrupted only once the listener has stopped. */
const makeRoutes = Effect.gen(function* () {
  const scope = yield* Scope.fork(yield* Effect.scope)
  const routes = yield* HttpRouter.toHttpEffect(
    HttpApiBuilder.layer(Api).pipe(Layer.provide(handlers))
  ).pipe(Effect.provideService(HttpRouter.RouterConfig, { maxParamLength: pathParameterAtMost }))
  const answering = Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) =>
    below(visitBehind(request).span, Effect.catchCause(routes, answerDefect))
  )
  // Its spans would be named by the address.
  return yield* NodeHttpServer.makeHandler(answering, { scope }).pipe(
    Effect.provideService(HttpMiddleware.TracerDisabledWhen, () => true)
  )
})

const open = Effect.fnUntraced(function* (options: GatewayOptions) {
  const stop = yield* Stopping
  const fork = Effect.runForkWith(yield* Effect.context())
  const door = makeDoor({
    gate: yield* LoadGate,
    stop,
    log: yield* Log,
    traffic: yield* Traffic,
    table: new RouteTable(documents),
    spans: yield* RequestSpans,
    documents,
    failed: (visit, defect) => {
      fork(logDefect(visit, Cause.die(defect)))
      send(visit, internalError(visit))
    },
    fastLane: makeFastLane({
      gatekeeper: yield* Admission,
      fibers: yield* PartnerFibers,
      transaction: yield* TransactionRoute,
      events: yield* EventsRoute
    }),
    routes: yield* makeRoutes
  })
  return yield* listenUntilStopped({
    ...options.address,
    answer: door,
    idle: idleOf(options),
    grace: options.grace,
    onStop: () => stop.begin()
  })
})

/** Serves until the scope closes; then answers what it was asked, and stops. */
export const startGateway = (
  options: GatewayOptions
): Effect.Effect<Listener, InvalidSetting, Lines | Scope.Scope> =>
  Effect.gen(function* () {
    const services = yield* Layer.build(
      layerServices(options).pipe(Layer.provideMerge(NodeHttpServer.layerHttpServices))
    )
    return yield* Effect.provideContext(open(options), services)
  })
