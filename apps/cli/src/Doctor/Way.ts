/** The way to AOPay: its address, and the proxy in between where there is one. */
import { hostOf, portOf, type ProxyRoute } from "@bill-payment-status/program"

/** Where the questions go. */
export interface Way {
  readonly url: URL
  readonly route: ProxyRoute
  /** The host that is connected to first. */
  readonly host: string
  readonly port: number
  /** The setting that names it. */
  readonly setting: string
}

export const wayTo = (url: URL, route: ProxyRoute): Way =>
  route.kind === "proxy"
    ? {
        url,
        route,
        host: hostOf(route.proxy),
        port: portOf(route.proxy),
        setting: route.variable
      }
    : { url, route, host: hostOf(url), port: portOf(url), setting: "AOPAY_BASE_URL" }
