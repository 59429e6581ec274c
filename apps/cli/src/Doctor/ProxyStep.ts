/** Which proxy variable is for AOPay's address, its credentials never shown. */
import { proxiesOf, proxyFault, type ProxyRoute, proxyRoute } from "@bill-payment-status/program"
import { Effect } from "effect"
import { fail, type Finding, Impasse, ok, type Passed, warn } from "./Step.ts"
import { type Way, wayTo } from "./Way.ts"

const dots = "•••••"

const shown = ({ host, password, protocol, username }: URL): string =>
  `${protocol}//${username + password === "" ? "" : `${dots}@`}${host}`

const straight = ({ host, protocol }: URL, env: NodeJS.ProcessEnv): string => {
  const others = proxiesOf(env)
  return others.length === 0
    ? `no proxy is set: straight to ${host}`
    : `${others.join(", ")} is not for ${protocol} addresses: straight to ${host}`
}

const findingOf = (url: URL, route: ProxyRoute, env: NodeJS.ProcessEnv): Finding => {
  switch (route.kind) {
    case "proxy":
      return ok(`${route.variable}: through ${shown(route.proxy)} to ${url.host}`)
    case "exempt":
      return ok(
        `${route.exemptBy} names ${url.host}: straight there, not through ${route.variable}`
      )
    case "ignored":
      return warn(
        `${route.variable} is passed over: it does not begin with http:// or https://`,
        `Write it as http://proxy.example:3128, or unset it.`
      )
    case "straight":
    case "unreadable":
      return ok(straight(url, env))
  }
}

/** Fails where the proxy cannot be used. */
export const proxyStep = (
  url: URL,
  env: NodeJS.ProcessEnv
): Effect.Effect<Passed<Way>, Impasse> => {
  const fault = proxyFault(env)
  if (fault !== undefined)
    return new Impasse({
      finding: fail(64, `${fault.setting} cannot be used`, fault.message)
    })
  const route = proxyRoute(url, env)
  return Effect.succeed({ finding: findingOf(url, route, env), next: wayTo(url, route) })
}
