/** Which Node this is, and whether it goes through proxies. */
import { knowsProxies } from "@bill-payment-status/program"
import { type Finding, ok } from "./Step.ts"

/** Never wrong by itself: an older Node does not start, and a proxy it cannot use is the proxy step's. */
export const nodeStep = (version: string): Finding =>
  ok(
    `Node ${version}; it ${knowsProxies(version) ? "goes through proxies by itself" : "goes through no proxy"}`
  )
