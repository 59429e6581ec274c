import { assert, describe, it } from "@effect/vitest"
import { Agent, type AgentOptions } from "node:https"
import { Agent as HttpAgent } from "node:http"
import { hostOf, portOf, proxyRoute } from "../src/index.ts"

const proxy = "http://proxy.example:3128"

interface ProxyConfig {
  readonly shouldUseProxy: (host: string, port: number) => boolean
}

const isProxyConfig = (value: unknown): value is ProxyConfig =>
  typeof value === "object" && value !== null && "shouldUseProxy" in value

/** What Node itself would do; it keeps that to itself, so this reads what no program should. */
const nodeGoesThroughProxy = (url: URL, proxyEnv: NodeJS.ProcessEnv): boolean => {
  const options: AgentOptions = { proxyEnv }
  const agent = url.protocol === "https:" ? new Agent(options) : new HttpAgent(options)
  const symbol = Object.getOwnPropertySymbols(agent).find(
    ({ description }) => description === "kProxyConfig"
  )
  const config: unknown = symbol === undefined ? undefined : Reflect.get(agent, symbol)
  return isProxyConfig(config) && config.shouldUseProxy(hostOf(url), portOf(url))
}

describe("the way to an address is Node's own", () => {
  const environments: ReadonlyArray<NodeJS.ProcessEnv> = [
    {},
    { HTTPS_PROXY: proxy },
    { HTTP_PROXY: proxy },
    { https_proxy: proxy, HTTPS_PROXY: "ftp://other" },
    { https_proxy: "", HTTPS_PROXY: proxy },
    { HTTPS_PROXY: "proxy.example:3128" },
    { HTTPS_PROXY: "socks5://proxy.example" },
    ...[
      "api.example.com",
      "API.example.com",
      "example.com",
      ".example.com",
      "*.example.com",
      "other, api.example.com:443",
      "api.example.com:80",
      "*",
      "10.0.0.1-10.0.0.9",
      "10.0.0.6-10.0.0.9",
      "10.0.0.0/8",
      "::1",
      "."
    ].map((list) => ({ HTTPS_PROXY: proxy, HTTP_PROXY: proxy, NO_PROXY: list })),
    { HTTPS_PROXY: proxy, no_proxy: "nobody", NO_PROXY: "*" }
  ]
  const urls = [
    "https://api.example.com",
    "http://api.example.com",
    "https://10.0.0.5",
    "https://[::1]:8443",
    "http://127.0.0.1:4010"
  ]

  it.each(environments)("%j", (env) => {
    for (const url of urls.map((text) => new URL(text)))
      assert.strictEqual(
        proxyRoute(url, env).kind === "proxy",
        nodeGoesThroughProxy(url, env),
        url.href
      )
  })
})

describe("what Node cannot read", () => {
  it.each(["http://", "http://a b", "http://bob:50%@proxy.example"])("%s", (address) => {
    const env = { HTTPS_PROXY: address }
    assert.strictEqual(proxyRoute(new URL("https://host"), env).kind, "unreadable")
    assert.throws(() => new Agent({ proxyEnv: env }))
  })
})
