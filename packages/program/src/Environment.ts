/** Which `BillPaymentStatus` a program runs with: `BILL_STATUS_LAYER`, in one place. */
import { BillPaymentStatus, type InvalidSetting, Setting } from "@bill-payment-status/core"
import { layerTransport } from "@bill-payment-status/core/node"
import { layerStub } from "@bill-payment-status/core/testing"
import { Effect, Layer, Schema } from "effect"

const layers = {
  live: BillPaymentStatus.layer.pipe(Layer.provide(layerTransport)),
  stub: layerStub
}

export const environments = ["live", "stub"] as const satisfies ReadonlyArray<keyof typeof layers>

const environment = {
  name: "BILL_STATUS_LAYER",
  schema: Schema.Literals(environments),
  expected: "live (asks AOPay) or stub (fixed answers, no network)"
}

/** Live unless the setting says stub. */
export const layerBillPaymentStatus: Layer.Layer<BillPaymentStatus, InvalidSetting> = Layer.unwrap(
  Effect.map(Setting.readOr(environment, "live"), (name) => layers[name])
)
