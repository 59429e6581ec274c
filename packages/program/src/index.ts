export { environments, layerBillPaymentStatus } from "./Environment.ts"
export { runProgram } from "./Program.ts"
export { runServer } from "./Server.ts"
