/** A connection to AOPay's host: straight, or through a proxy by CONNECT. */
import type { Socket } from "node:net"
import { hostOf, portOf } from "@bill-payment-status/program"
import { Data, Effect } from "effect"
import { type SystemFault, systemFault } from "./SystemFault.ts"

/** The proxy does not let us through. */
export class TunnelRefused extends Data.TaggedError("TunnelRefused")<{
  readonly httpStatus: number
}> {}

const authorization = ({ password, username }: URL): { readonly [name: string]: string } => {
  if (username + password === "") return {}
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { "proxy-authorization": `Basic ${Buffer.from(credentials).toString("base64")}` }
}

/** Asks the proxy for a connection to the host of `url`. */
export const openTunnel = (
  proxy: URL,
  url: URL
): Effect.Effect<Socket, SystemFault | TunnelRefused> =>
  Effect.callback((resume) => {
    const { request } =
      proxy.protocol === "https:"
        ? process.getBuiltinModule("node:https")
        : process.getBuiltinModule("node:http")
    const authority = `${url.hostname}:${portOf(url)}`
    const asking = request({
      method: "CONNECT",
      host: hostOf(proxy),
      port: portOf(proxy),
      path: authority,
      headers: { host: authority, ...authorization(proxy) },
      agent: false
    })
    asking.on("connect", ({ statusCode: httpStatus = 0 }, socket: Socket) => {
      if (httpStatus === 200) return resume(Effect.succeed(socket))
      socket.destroy()
      resume(Effect.fail(new TunnelRefused({ httpStatus })))
    })
    asking.on("error", (error) => resume(Effect.fail(systemFault(error))))
    asking.end()
    return Effect.sync(() => asking.destroy())
  })
