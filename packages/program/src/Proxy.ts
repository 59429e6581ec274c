/** The way to AOPay, through the proxies that the usual variables name. */
import { InvalidSetting, type Transport } from "@bill-payment-status/core"
import { layerTransportVia } from "@bill-payment-status/core/node"
import { Effect, Layer } from "effect"

/** The variables that name a proxy; `NO_PROXY` names hosts to reach without one. */
export const proxyVariables = ["HTTPS_PROXY", "HTTP_PROXY"] as const

/** The proxy variables that are set, in capitals or not. */
export const proxiesOf = (env: NodeJS.ProcessEnv): ReadonlyArray<string> =>
  proxyVariables.filter((name) => (env[name] ?? env[name.toLowerCase()] ?? "") !== "")

/** From these on Node goes through a proxy by itself. */
const knowsProxies = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split(".").map(Number)
  return major > 24 || (major === 24 && minor >= 5) || (major === 22 && minor >= 21)
}

/** A `Transport` on Node. */
export const layerTransport: Layer.Layer<Transport, InvalidSetting> = Layer.unwrap(
  Effect.suspend(() => {
    const [setting] = proxiesOf(process.env)
    const { node } = process.versions
    return setting === undefined || knowsProxies(node)
      ? Effect.succeed(layerTransportVia(process.env))
      : new InvalidSetting({
          setting,
          message: `${setting} is set, and Node ${node} goes through no proxy. Unset it, or run this with Node 22.21, 24.5 or newer.`
        })
  })
)
