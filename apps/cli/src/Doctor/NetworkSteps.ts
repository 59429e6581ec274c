/** Whether the host that is connected to first has an address, and whether somebody listens there. */
import { type Duration, Effect } from "effect"
import { fail, type Finding, Impasse, ok, took } from "./Step.ts"
import { inWords, type SystemFault, systemFault, within } from "./SystemFault.ts"
import type { Way } from "./Way.ts"

/** As `check` says of a provider that cannot be reached. */
export const unreachableCode = 10

const impasse = (found: string, todo: string): Effect.Effect<never, Impasse> =>
  Effect.fail(new Impasse({ finding: fail(unreachableCode, found, todo) }))

const resolve = (host: string) =>
  Effect.tryPromise({
    try: () => process.getBuiltinModule("node:dns").promises.lookup(host, { all: true }),
    catch: systemFault
  })

/** As the system resolves names for Node: by its hosts file too. */
export const nameStep = (
  { host, setting }: Way,
  timeout: Duration.Duration
): Effect.Effect<Finding, Impasse> =>
  process.getBuiltinModule("node:net").isIP(host) !== 0
    ? Effect.succeed(ok(`${host} is an address: no name to look up`))
    : resolve(host).pipe(
        within(timeout),
        Effect.timed,
        Effect.map(([duration, found]) =>
          ok(`${host} is ${found.map(({ address }) => address).join(", ")}, in ${took(duration)}`)
        ),
        Effect.catchTag("SystemFault", (fault) =>
          impasse(
            `${host}: ${inWords(fault)}`,
            `Check ${setting}; if it is right, this machine's name servers, or a VPN that is off.`
          )
        )
      )

interface Peer {
  readonly address: string
  readonly port: number
}

const connect = ({ host, port }: Way): Effect.Effect<Peer, SystemFault> =>
  Effect.callback((resume) => {
    const socket = process.getBuiltinModule("node:net").connect({ host, port })
    socket.on("connect", () => {
      const { remoteAddress: address = host, remotePort = port } = socket
      socket.destroy()
      resume(Effect.succeed({ address, port: remotePort }))
    })
    socket.on("error", (error) => resume(Effect.fail(systemFault(error))))
    return Effect.sync(() => socket.destroy())
  })

/** Connects, and hangs up. */
export const tcpStep = (way: Way, timeout: Duration.Duration): Effect.Effect<Finding, Impasse> =>
  connect(way).pipe(
    within(timeout),
    Effect.timed,
    Effect.map(([duration, { address, port }]) =>
      ok(`connected to ${address} port ${port} in ${took(duration)}`)
    ),
    Effect.catchTag("SystemFault", (fault) =>
      impasse(
        `${way.host} port ${way.port}: ${inWords(fault)}`,
        `Check the host and port in ${way.setting}, and whether a firewall or VPN stands between.`
      )
    )
  )
