/** Which `BillPaymentStatus` a program runs with: `BILL_STATUS_LAYER`, in one place. */
import {
  BillPaymentStatus,
  type InvalidSetting,
  Setting,
  type Transport
} from "@bill-payment-status/core"
import { layerStub } from "@bill-payment-status/core/testing"
import { Effect, Layer, Schema } from "effect"
import { layerTransport } from "./Proxy.ts"

/** What `BILL_STATUS_LAYER` and `--layer` may say. */
export const environments = ["live", "stub"] as const

const environment = {
  name: "BILL_STATUS_LAYER",
  schema: Schema.Literals(environments),
  expected: "live (asks AOPay) or stub (fixed answers, no network)"
}

/** What `BILL_STATUS_LAYER` says. */
export const readEnvironment: Effect.Effect<(typeof environments)[number], InvalidSetting> =
  Setting.readOr(environment, "live")

/** Live, over this transport, unless the setting says stub. */
export const layerBillPaymentStatusVia = (
  transport: Layer.Layer<Transport, InvalidSetting>
): Layer.Layer<BillPaymentStatus, InvalidSetting> => {
  const live = BillPaymentStatus.layer.pipe(Layer.provide(transport))
  return Layer.unwrap(Effect.map(readEnvironment, (name) => (name === "stub" ? layerStub : live)))
}

/** Live unless the setting says stub. */
export const layerBillPaymentStatus: Layer.Layer<BillPaymentStatus, InvalidSetting> =
  layerBillPaymentStatusVia(layerTransport)
