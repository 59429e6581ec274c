/** A provider that follows a script, asked under the call policy on the test clock. */
import { Clock, type Duration, Effect, Fiber, Layer, Redacted } from "effect"
import { TestClock } from "effect/testing"
import {
  BillPaymentStatus,
  CallPolicy,
  type CallPolicyOptions,
  type Inquiry,
  Provider,
  type ProviderAnswer,
  ProviderUnreachable,
  ReferenceId
} from "../src/index.ts"
import { PageExamples } from "../src/testing.ts"
import { indiaTime } from "../src/ZonelessDate.ts"
import { bodyWith } from "./reading.ts"

export type Step = ProviderAnswer | "lost" | "hang"

export const paid: Step = {
  httpStatus: 200,
  body: bodyWith({ data: { status: "1", refunded: "0" } })
}
export const code = (responseCode: number): Step => ({
  httpStatus: 200,
  body: JSON.stringify({ response_code: responseCode, message: "m" })
})
export const http = (httpStatus: number, retryAfter?: Duration.Duration): Step => ({
  httpStatus,
  body: "<html></html>",
  retryAfter
})
export const garbage: Step = { httpStatus: 200, body: "garbage" }

/** A provider that takes these steps in turn, the last one for ever; and when it was asked what. */
export const scripted = (...steps: ReadonlyArray<Step>) => {
  const asked: Array<{ readonly at: number; readonly registration: string }> = []
  let interrupted = 0
  const provider = Provider.of({
    registrationId: PageExamples.registration,
    secrets: [],
    timeZone: indiaTime,
    ask: ({ referenceId, registrationId }) =>
      Effect.gen(function* () {
        const step = steps[Math.min(asked.length, steps.length - 1)] ?? "hang"
        asked.push({
          at: yield* Clock.currentTimeMillis,
          registration: Redacted.value(registrationId)
        })
        if (step === "hang") return yield* Effect.never
        if (step === "lost")
          return yield* new ProviderUnreachable({
            referenceId: ReferenceId.make(referenceId),
            message: "lost",
            httpStatus: null,
            rawBody: null
          })
        return step
      }).pipe(
        Effect.onInterrupt(() =>
          Effect.sync(() => {
            interrupted += 1
          })
        )
      )
  })
  return { asked, interrupted: () => interrupted, provider }
}

export const under = (provider: Provider["Service"], changes: Partial<CallPolicyOptions> = {}) =>
  BillPaymentStatus.layerNoDeps.pipe(
    Layer.provide([Layer.succeed(Provider, provider), CallPolicy.layer(changes)])
  )

export const inspect = (inquiry: Inquiry = { referenceId: "123456" }) =>
  Effect.gen(function* () {
    return yield* (yield* BillPaymentStatus).inspect(inquiry)
  }).pipe(
    Effect.match({ onFailure: ({ _tag }) => _tag, onSuccess: ({ verdict }) => verdict as string })
  )

/** What an inquiry comes to when time passes as fast as it can. */
export const outcome = (inquiry?: Inquiry) =>
  Effect.gen(function* () {
    const fiber = yield* Effect.forkChild(inspect(inquiry))
    while (fiber.pollUnsafe() === undefined) yield* TestClock.adjust("50 millis")
    return yield* Fiber.join(fiber)
  })
