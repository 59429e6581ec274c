export { billPaymentStatusContract } from "./BillPaymentStatusContract.ts"
