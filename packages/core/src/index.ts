export type { AttemptRate } from "./AttemptRate.ts"
export { BillPaymentStatus, type InquiryResult, serviceOver } from "./BillPaymentStatus.ts"
export { CallPolicy, type CallPolicyOptions } from "./CallPolicy.ts"
export type { CircuitOptions, CircuitState } from "./CallPolicy/Circuit.ts"
export { DurationText } from "./DurationText.ts"
export { type DecidingFact, explainError, explainStatus, type Explanation } from "./Explanation.ts"
export { LateFlipWindow } from "./Finality.ts"
export { type Inquiry, inquiryFault } from "./Inquiry.ts"
export * from "./InquiryError.ts"
export {
  Drift,
  PaymentStatus,
  PaymentStatusJson,
  paymentStatusToJson,
  Refund,
  Transaction
} from "./PaymentStatus.ts"
export { paymentStatusFromJson } from "./PaymentStatusFromJson.ts"
export { Paise, toRupeeText } from "./Paise.ts"
export { Provider, type ProviderAnswer } from "./Provider.ts"
export * as AopaySettings from "./Provider/AopaySettings.ts"
export * as AopayWire from "./Provider/AopayWire.ts"
export type { WireNumber } from "./Provider/WireJson.ts"
export { inquiryPath, makeAopayProvider } from "./Provider/AopayProvider.ts"
export { layerHttpClientTransport } from "./Provider/HttpClientTransport.ts"
export {
  Transport,
  type TransportAnswer,
  TransportLost,
  type TransportRequest
} from "./Provider/Transport.ts"
export { escapeUnsafe, plainText } from "./PlainText.ts"
export { noBody } from "./RawBody.ts"
export { ReferenceId } from "./ReferenceId.ts"
export { RegistrationId } from "./RegistrationId.ts"
export { readSavedAnswer, type SavedAnswer } from "./SavedAnswer.ts"
export * as Setting from "./Setting.ts"
export { InvalidSetting } from "./Setting.ts"
export { TrackedChange, type TrackPolicy, type Waiting } from "./Tracking.ts"
export * from "./TrackedChangeJson.ts"
export { Turns } from "./Turns.ts"
export { meaningOf, type MoneyMeaning, Verdict } from "./Verdict.ts"
export { indiaTime } from "./ZonelessDate.ts"
