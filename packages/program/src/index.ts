export { type Address, cannotListen, PortText, readAddress } from "./Address.ts"
export { type CommandLineOptions, runCommandLine } from "./CommandLine.ts"
export { layerCommandServices } from "./CommandServices.ts"
export {
  environments,
  layerBillPaymentStatus,
  layerBillPaymentStatusVia,
  readEnvironment
} from "./Environment.ts"
export {
  knowsProxies,
  layerTransport,
  proxiesOf,
  proxyFault,
  proxyVariables,
  throughProxies
} from "./Proxy.ts"
export { hostOf, portOf, type ProxyRoute, proxyRoute } from "./ProxyRoute.ts"
export { IoFailure, runProgram, WrongUsage } from "./Program.ts"
export { readBytes, Unreadable } from "./ReadBytes.ts"
export { errorCode } from "./ErrorCode.ts"
export { printLine } from "./StandardOutput.ts"
export { InUse, type Lock, lock } from "./Lock.ts"
export { evenly, type Rate, RateText, turnOf } from "./RateText.ts"
export { columns, cutTo, padTo, widthOf } from "./TextWidth.ts"
