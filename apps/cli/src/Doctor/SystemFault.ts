/** What the system calls a network fault, and in words. */
import { errorCode } from "@bill-payment-status/program"
import { Data, type Duration, Effect } from "effect"

/** Something of the network went wrong. */
export class SystemFault extends Data.TaggedError("SystemFault")<{
  /** The system's own name of it, e.g. `ECONNREFUSED`. */
  readonly code: string
}> {}

/** Never the message, which may hold what was sent. */
export const systemFault = (error: unknown): SystemFault =>
  new SystemFault({ code: errorCode(error) })

const timedOut = "TIMEOUT"

/** Fails when it takes longer. */
export const within =
  (duration: Duration.Duration) =>
  <A, E, R>(step: Effect.Effect<A, E, R>): Effect.Effect<A, E | SystemFault, R> =>
    Effect.timeoutOrElse(step, {
      duration,
      orElse: () => Effect.fail(new SystemFault({ code: timedOut }))
    })

const words: { readonly [code: string]: string } = {
  [timedOut]: "no answer in time",
  EACCES: "this machine does not allow it",
  EAI_AGAIN: "no name server answers",
  ECONNREFUSED: "nobody listens there",
  ECONNRESET: "the other side closed the connection",
  EHOSTUNREACH: "there is no way to that host",
  ENETUNREACH: "there is no way to that network",
  ENOTFOUND: "there is no such name",
  ENODATA: "there is no such name",
  EPERM: "this machine does not allow it",
  EPIPE: "the other side closed the connection",
  EPROTO: "no TLS is spoken there",
  ERR_SSL_PACKET_LENGTH_TOO_LONG: "no TLS is spoken there",
  ERR_SSL_WRONG_VERSION_NUMBER: "no TLS is spoken there",
  ETIMEDOUT: "no answer in time"
}

/** `nobody listens there (ECONNREFUSED)`. */
export const inWords = ({ code }: SystemFault): string => {
  const known = words[code]
  return known === undefined ? code : `${known} (${code})`
}
