/** `BillPaymentStatus` as the settings have it; with `--verbose` every attempt is told on stderr. */
import {
  CallPolicy,
  type CallPolicyOptions,
  Transport,
  type TransportAnswer,
  type TransportLost
} from "@bill-payment-status/core"
import { layerBillPaymentStatusVia, layerTransport } from "@bill-payment-status/program"
import { Clock, Console, Effect, Layer, Result } from "effect"
import { Flag } from "effect/cli"
import { addressText } from "./Settings/addressText.ts"
import { layerCallPolicy } from "./Settings/CallSettings.ts"

/** Tells what is otherwise not seen. */
export const verboseFlag = {
  verbose: Flag.Boolean("verbose").pipe(
    Flag.withDescription("Tell every attempt on stderr, and why it failed"),
    Flag.withDefault(false)
  )
}

const whatHappened = (attempt: Result.Result<TransportAnswer, TransportLost>): string =>
  Result.match(attempt, {
    onSuccess: ({ body, httpStatus }) => `HTTP ${httpStatus}, ${body.length} characters`,
    onFailure: ({ cause, code }) =>
      cause instanceof Error ? `${code}: ${addressText(cause.message)}` : code
  })

const telling = (transport: Transport["Service"]): Transport["Service"] => ({
  send: (request) =>
    Effect.gen(function* () {
      const startedAt = yield* Clock.currentTimeMillis
      const attempt = yield* Effect.result(transport.send(request))
      const took = (yield* Clock.currentTimeMillis) - startedAt
      yield* Console.error(
        `bill-status: POST ${request.url.origin}${request.url.pathname}: ${whatHappened(attempt)} after ${took} ms`
      )
      return yield* Effect.fromResult(attempt)
    })
})

const layerTelling = Layer.effect(Transport, Effect.map(Transport, telling)).pipe(
  Layer.provide(layerTransport)
)

/** Asks as the settings say, and as a command changes that; also gives the call policy in force. */
export const layerAsking = (
  { verbose }: { readonly verbose: boolean },
  changes: Partial<CallPolicyOptions> = {}
) =>
  layerBillPaymentStatusVia(verbose ? layerTelling : layerTransport).pipe(
    Layer.provideMerge(layerCallPolicy.pipe(Layer.provide(CallPolicy.layer(changes))))
  )
