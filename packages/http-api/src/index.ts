export { Api } from "./Api.ts"
export { type ApiClientOptions, makeApiClient } from "./ApiClient.ts"
export { Authorization, CompatibleAuthorization } from "./Authorization.ts"
export { CompatibleApi } from "./CompatibleApi.ts"
export { type CompatibleProblem, compatibleProblem } from "./CompatibleProblems.ts"
export * from "./GatewayProblems.ts"
export { HealthApi, NotReady, Ready } from "./HealthApi.ts"
export * from "./InquiryProblems.ts"
export { type GatewayOptions, layerGateway } from "./layerGateway.ts"
export { MetricsApi } from "./MetricsApi.ts"
export { RequestFaults } from "./RequestFaults.ts"
export { requestIdHeader } from "./RequestId.ts"
export { RequiredScope, Scope } from "./Scope.ts"
export {
  Batch,
  batchAtMost,
  BatchResult,
  BatchResults,
  eventNames,
  registrationHeader,
  TransactionEvent,
  TransactionsApi
} from "./TransactionsApi.ts"
