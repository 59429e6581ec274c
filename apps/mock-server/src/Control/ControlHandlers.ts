/** The control API over the engine. */
import { scenarios, wireQuirks } from "@bill-payment-status/core/testing"
import { Context, Duration, Effect, Layer } from "effect"
import { HttpServerRequest } from "effect/http"
import { HttpApiBuilder, HttpApiMiddleware } from "effect/http-api"
import { verify } from "../Engine/Expectation.ts"
import { faultNames, summaryOf } from "../Engine/Fault.ts"
import { defaultNamespace, type Namespaces } from "../Engine/Namespaces.ts"
import { ControlApi, NoSuchTransaction } from "./ControlApi.ts"
import { namespaceHeader } from "./NamespaceHeader.ts"

/** What the control API drives. */
export class Engine extends Context.Service<
  Engine,
  {
    readonly namespaces: Namespaces
    /** Refuses every connection for so many milliseconds. */
    readonly refuse: (millis: number) => Effect.Effect<void>
  }
>()("@bill-payment-status/mock-server/Control/Engine") {}

const catalogue = {
  scenarios: scenarios.map(({ example, name, outcomes, summary }) => ({
    name,
    example,
    summary,
    outcomes
  })),
  faults: faultNames.map((name) => ({ name, summary: summaryOf(name) })),
  quirks: wireQuirks.map(({ name, summary }) => ({ name, summary }))
}

/** This answer leaves before connections are refused. */
const untilAnswered = "50 millis"

const transactionsShown = 200
const entriesShown = 200

const nothingKnown = (reference: string) =>
  new NoSuchTransaction({
    detail: `Nothing is known about ${reference}: it was neither asked about nor described.`
  })

const Handlers = HttpApiBuilder.group(
  ControlApi,
  "control",
  Effect.fn(function* (handlers) {
    const { namespaces, refuse } = yield* Engine

    const name = Effect.map(
      HttpServerRequest.HttpServerRequest,
      ({ headers }) => headers[namespaceHeader] ?? defaultNamespace
    )
    const namespace = Effect.map(name, (called) => namespaces.get(called))

    return handlers.handleAll({
      scenarios: () => Effect.succeed(catalogue),
      overview: ({ query }) =>
        Effect.map(name, (called) => {
          const current = namespaces.get(called)
          return {
            namespace: called,
            namespaces: namespaces.names(),
            clock: current.clock.state(),
            faults: current.faults,
            quirks: current.quirks,
            references: current.size,
            transactions: current.views(transactionsShown),
            journal: current.journal.find({ after: query.after, limit: entriesShown })
          }
        }),
      transaction: ({ params }) =>
        Effect.flatMap(namespace, (current) => {
          const view = current.view(params.reference)
          return view === undefined
            ? Effect.fail(nothingKnown(params.reference))
            : Effect.succeed(view)
        }),
      putTransaction: ({ params, payload }) =>
        Effect.map(namespace, (current) => current.put(params.reference, payload)),
      deleteTransaction: ({ params }) =>
        Effect.flatMap(namespace, (current) =>
          current.forget(params.reference)
            ? Effect.void
            : Effect.fail(nothingKnown(params.reference))
        ),
      clock: () => Effect.map(namespace, ({ clock }) => clock.state()),
      advance: ({ payload }) =>
        Effect.map(namespace, ({ clock }) => {
          clock.advance(Duration.toMillis(payload.by))
          return clock.state()
        }),
      freeze: ({ payload }) =>
        Effect.map(namespace, ({ clock }) => {
          clock.freeze(payload.at)
          return clock.state()
        }),
      resume: ({ payload }) =>
        Effect.map(namespace, ({ clock }) => {
          clock.resume(payload.scale)
          return clock.state()
        }),
      trouble: () => Effect.map(namespace, ({ faults, quirks }) => ({ faults, quirks })),
      putTrouble: ({ payload }) =>
        Effect.map(namespace, (current) => {
          if (payload.faults !== undefined) current.faults = payload.faults
          if (payload.quirks !== undefined) current.quirks = payload.quirks
          const { faults, quirks } = current
          return { faults, quirks }
        }),
      refuse: ({ payload }) =>
        refuse(Duration.toMillis(payload.for)).pipe(
          Effect.delay(untilAnswered),
          Effect.forkDetach,
          Effect.as({ refusedFor: payload.for })
        ),
      journal: ({ query: { limit, reference, since, until } }) =>
        Effect.map(namespace, ({ journal }) => ({
          entries: journal.find({ referenceId: reference, since, until, limit })
        })),
      verify: ({ payload }) => Effect.map(namespace, ({ journal }) => verify(payload, journal)),
      reset: ({ query }) =>
        Effect.map(name, (called) => {
          const names = query.all === "true" ? namespaces.names() : [called]
          if (query.all === "true") namespaces.reset()
          else namespaces.get(called).reset()
          return { reset: names }
        })
    })
  })
)

/** Every control route. */
export const ControlRoutes = HttpApiBuilder.layer(ControlApi, {
  openapiPath: "/_mock/control.json"
}).pipe(
  Layer.provide(
    Handlers.pipe(
      Layer.provideMerge(HttpApiMiddleware.layerProblemDetails({ includeDetails: true }))
    )
  )
)
