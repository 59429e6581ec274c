/** Which proxy Node goes through to an address: the same rules as its `proxyEnv`, which tells nobody. */
import { Result } from "effect"

type Environment = NodeJS.ProcessEnv

/** The way to one address. */
export type ProxyRoute =
  /** No variable is for its protocol. */
  | { readonly kind: "straight" }
  | { readonly kind: "proxy"; readonly variable: string; readonly proxy: URL }
  /** `NO_PROXY` names its host. */
  | { readonly kind: "exempt"; readonly variable: string; readonly exemptBy: string }
  /** Node passes over what does not begin with `http://` or `https://`. */
  | { readonly kind: "ignored"; readonly variable: string }
  /** Node throws. */
  | { readonly kind: "unreadable"; readonly variable: string }

/** Of a variable in both spellings the lower one counts, unless it is empty. */
const spellingOf = (variable: string, env: Environment): string | undefined =>
  [variable.toLowerCase(), variable].find((name) => (env[name] ?? "") !== "")

const isDecodable = (text: string): boolean =>
  Result.isSuccess(Result.try(() => decodeURIComponent(text)))

const asNumber = (address: string): number =>
  address.split(".").reduce((number, part) => number * 256 + Number(part), 0)

const isWithin = (host: string, [first = "", last = ""]: ReadonlyArray<string>): boolean => {
  const { isIPv4 } = process.getBuiltinModule("node:net")
  return (
    [host, first, last].every((address) => isIPv4(address)) &&
    asNumber(first) <= asNumber(host) &&
    asNumber(host) <= asNumber(last)
  )
}

const exempts = (entry: string, host: string, port: string): boolean =>
  entry === "*" ||
  entry === host ||
  entry === `${host}:${port}` ||
  (entry.startsWith(".") && `.${host}`.endsWith(entry)) ||
  (entry.startsWith("*.") && host.endsWith(entry.slice(1))) ||
  (entry.includes("-") &&
    isWithin(
      host,
      entry.split("-").map((address) => address.trim())
    ))

/** A host as sockets want it: an IPv6 address without brackets. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, "$1")

/** The port, also where it is the protocol's own. */
export const portOf = ({ port, protocol }: URL): number =>
  port === "" ? ({ "https:": 443 }[protocol] ?? 80) : Number(port)

/** The way to this address by the variables of this environment. */
export const proxyRoute = (url: URL, env: Environment): ProxyRoute => {
  const variable = spellingOf(url.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY", env)
  if (variable === undefined) return { kind: "straight" }
  const value = env[variable] ?? ""
  if (!/^https?:\/\//.test(value)) return { kind: "ignored", variable }
  const proxy = URL.parse(value)
  if (proxy === null || !isDecodable(proxy.username + proxy.password))
    return { kind: "unreadable", variable }
  const exemptBy = spellingOf("NO_PROXY", env)
  const exempted = (exemptBy === undefined ? "" : (env[exemptBy] ?? "")).toLowerCase().split(",")
  const isExempt = exempted.some((entry) =>
    exempts(entry.trim(), hostOf(url).toLowerCase(), String(portOf(url)))
  )
  return exemptBy !== undefined && isExempt
    ? { kind: "exempt", variable, exemptBy }
    : { kind: "proxy", variable, proxy }
}
