export { environments, layerBillPaymentStatus } from "./Environment.ts"
export { runProgram, WrongUsage } from "./Program.ts"
export { runServer } from "./Server.ts"
