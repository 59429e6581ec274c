/** For tests and for developing without AOPay: stub and test layers over one catalogue of scenarios. */
import { Layer } from "effect"
import { BillPaymentStatus } from "./BillPaymentStatus.ts"
import type { Provider } from "./Provider.ts"
import { type Script, ScriptedProvider } from "./testing/ScriptedProvider.ts"
import { layerStubProvider } from "./testing/StubProvider.ts"

export * as PageExamples from "./testing/PageExamples.ts"
export * as Reply from "./testing/Reply.ts"
export { recordBody, type RecordState, refusalBody } from "./testing/SampleRecord.ts"
export { type Scenario, scenarioFor, scenarios } from "./testing/ScenarioCatalogue.ts"
export { ScenarioPlayer } from "./testing/ScenarioPlayer.ts"
export { type Script, ScriptedProvider } from "./testing/ScriptedProvider.ts"
export { InquiryBody } from "./Provider/AopayWire.ts"

/** Fixed answers by scenario, no I/O: `paid-1` is Paid, `code-7-1` fails with `InvalidSignature`. */
export const layerStub: Layer.Layer<BillPaymentStatus> = BillPaymentStatus.layerNoDeps.pipe(
  Layer.provide(layerStubProvider)
)

/** Scripted answers; `ScriptedProvider` tells what was asked. */
export const layerTest = (
  script: Script
): Layer.Layer<BillPaymentStatus | ScriptedProvider | Provider> =>
  BillPaymentStatus.layerNoDeps.pipe(Layer.provideMerge(ScriptedProvider.layer(script)))
