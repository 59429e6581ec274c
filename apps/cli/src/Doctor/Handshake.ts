/** What a TLS server shows of itself when it is connected to. */
import type { Socket } from "node:net"
import type { ConnectionOptions, PeerCertificate } from "node:tls"
import { hostOf, portOf } from "@bill-payment-status/program"
import { Effect } from "effect"
import { type SystemFault, systemFault } from "./SystemFault.ts"

/** A handshake that was completed, whether or not the certificate can be trusted. */
export interface Handshake {
  /** E.g. `TLSv1.3`. */
  readonly protocol: string
  readonly certificate: PeerCertificate
  /** Node's own name of why the certificate is not trusted. */
  readonly distrust: string | undefined
  readonly fitsName: boolean
}

/** Shakes hands, over a connection through a proxy where there is one, and hangs up. Sends nothing else. */
export const shakeHands = (url: URL, through?: Socket): Effect.Effect<Handshake, SystemFault> =>
  Effect.callback((resume) => {
    const { checkServerIdentity, connect } = process.getBuiltinModule("node:tls")
    const host = hostOf(url)
    const isName = process.getBuiltinModule("node:net").isIP(host) === 0
    const options: ConnectionOptions = {
      host,
      port: portOf(url),
      ...(isName ? { servername: host } : {}),
      ...(through === undefined ? {} : { socket: through }),
      ALPNProtocols: ["http/1.1"],
      // So that a certificate that is not trusted can be told about.
      rejectUnauthorized: false
    }
    const socket = connect(options)
    socket.on("secureConnect", () => {
      const certificate = socket.getPeerCertificate()
      const protocol = socket.getProtocol() ?? "TLS"
      const distrust = socket.authorized ? undefined : String(socket.authorizationError)
      socket.destroy()
      resume(
        Effect.succeed({
          protocol,
          certificate,
          distrust,
          fitsName: checkServerIdentity(host, certificate) === undefined
        })
      )
    })
    socket.on("error", (error) => resume(Effect.fail(systemFault(error))))
    socket.on("close", () => resume(Effect.fail(systemFault(undefined))))
    return Effect.sync(() => socket.destroy())
  })
