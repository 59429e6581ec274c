/** For tests and for developing without AOPay: stub and test layers over one catalogue of scenarios. */
import { Context, Duration, Effect, Layer } from "effect"
import { BillPaymentStatus } from "./BillPaymentStatus.ts"
import { CallPolicy } from "./CallPolicy.ts"
import { type Script, ScriptedProvider } from "./testing/ScriptedProvider.ts"
import { layerStubProvider } from "./testing/StubProvider.ts"

export {
  arbitraryRecord,
  type ArbitraryRecord,
  arbitraryReference,
  arbitraryVerdict
} from "./testing/Arbitraries.ts"
export * as PageExamples from "./testing/PageExamples.ts"
export * as Reply from "./testing/Reply.ts"
export {
  recordBody,
  type RecordDetails,
  type RecordState,
  refusalBody
} from "./testing/SampleRecord.ts"
export { samplePaymentStatus, sampleRefusal } from "./testing/Samples.ts"
export {
  type Life,
  life,
  recordStates,
  type Stage,
  stageAt,
  stageBody,
  type StateName
} from "./testing/Life.ts"
export {
  type Moment,
  type Outcome,
  type Scenario,
  scenarioFor,
  scenarioNamed,
  scenarios,
  type Story,
  tell
} from "./testing/ScenarioCatalogue.ts"
export { ScenarioPlayer } from "./testing/ScenarioPlayer.ts"
export { type AskedInquiry, type Script, ScriptedProvider } from "./testing/ScriptedProvider.ts"
export { type QuirkyAnswer, type WireQuirk, wireQuirks } from "./testing/WireQuirk.ts"
export { InquiryBody, RecordBody, RefusalBody } from "./Provider/AopayWire.ts"

/**
 * Fixed answers by scenario, no I/O: `paid-1` is Paid, `code-7-1` fails with `InvalidSignature`.
 * Nothing waits: a provider that never answers is a timeout at once.
 */
export const layerStub: Layer.Layer<BillPaymentStatus> = BillPaymentStatus.layerOnce.pipe(
  Layer.provide([layerStubProvider, CallPolicy.layer({ attemptTimeout: Duration.zero })])
)

/**
 * Scripted answers; `ScriptedProvider` tells what was asked. Time is the test's: `Reply.hang` becomes a
 * `ProviderTimeout` once the test clock has moved by the attempt timeout.
 */
export const layerTest = (script: Script): Layer.Layer<BillPaymentStatus | ScriptedProvider> =>
  Layer.unwrap(
    Effect.map(Layer.build(ScriptedProvider.layer(script)), (context) =>
      BillPaymentStatus.layerOnce.pipe(
        Layer.provide(Layer.succeedContext(context)),
        Layer.merge(Layer.succeed(ScriptedProvider, Context.get(context, ScriptedProvider)))
      )
    )
  )
export type { WireNumber } from "./Provider/WireJson.ts"
