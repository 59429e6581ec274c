export { billPaymentStatusContract } from "./BillPaymentStatusContract.ts"
export { providerContract, type ProviderContractOptions } from "./ProviderContract.ts"
