/** The way to AOPay, through the proxies that the usual variables name. */
import { InvalidSetting, type Transport } from "@bill-payment-status/core"
import { layerTransportVia } from "@bill-payment-status/core/node"
import { Effect, Layer } from "effect"
import { proxyRoute } from "./ProxyRoute.ts"

/** The variables that name a proxy; `NO_PROXY` names hosts to reach without one. */
export const proxyVariables = ["HTTPS_PROXY", "HTTP_PROXY"] as const

/** The proxy variables that are set, in capitals or not. */
export const proxiesOf = (env: NodeJS.ProcessEnv): ReadonlyArray<string> =>
  proxyVariables.filter((name) => (env[name] ?? env[name.toLowerCase()] ?? "") !== "")

/** From these on Node goes through a proxy by itself. */
export const knowsProxies = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split(".").map(Number)
  return major > 24 || (major === 24 && minor >= 5) || (major === 22 && minor >= 21)
}

const unreadable = (setting: string): InvalidSetting =>
  new InvalidSetting({
    setting,
    message: `${setting} is not valid. Set it to the address of a proxy, e.g. http://proxy.example:3128; a % in a name or password is written %25.`
  })

/** Why this Node cannot go by these variables, if it cannot. Never repeats a value. */
export const proxyFault = (env: NodeJS.ProcessEnv): InvalidSetting | undefined => {
  const [setting] = proxiesOf(env)
  const { node } = process.versions
  if (setting !== undefined && !knowsProxies(node))
    return new InvalidSetting({
      setting,
      message: `${setting} is set, and Node ${node} goes through no proxy. Unset it, or run this with Node 22.21, 24.5 or newer.`
    })
  return ["https://host", "http://host"]
    .map((url) => proxyRoute(new URL(url), env))
    .flatMap((route) => (route.kind === "unreadable" ? [unreadable(route.variable)] : []))[0]
}

/** A way out that knows proxies, where this Node can go by the variables that name them. */
export const throughProxies = (
  way: (environment: NodeJS.ProcessEnv) => Layer.Layer<Transport>
): Layer.Layer<Transport, InvalidSetting> =>
  Layer.unwrap(Effect.suspend(() => proxyFault(process.env) ?? Effect.succeed(way(process.env))))

/** A `Transport` on Node. */
export const layerTransport: Layer.Layer<Transport, InvalidSetting> =
  throughProxies(layerTransportVia)
