/** Whether AOPay's host proves who it is: its certificate, who issued it, its name, how long it lasts. */
import { Clock, DateTime, type Duration, Effect, Option } from "effect"
import { type Handshake, shakeHands } from "./Handshake.ts"
import { unreachableCode } from "./NetworkSteps.ts"
import { fail, type Finding, Impasse, ok, skip, warn } from "./Step.ts"
import { inWords, within } from "./SystemFault.ts"
import { openTunnel, type TunnelRefused } from "./Tunnel.ts"
import type { Way } from "./Way.ts"

const daysToRenew = 21
const dayMillis = 86_400_000

interface Problem {
  readonly what: string
  readonly todo: string
}

const certificateAuthorities = (): string => {
  const file = process.env["NODE_EXTRA_CA_CERTS"]
  return file === undefined
    ? "If a proxy or firewall here opens TLS, set NODE_EXTRA_CA_CERTS to a file with its authority's certificate (PEM); if none does, this is not AOPay: check AOPAY_BASE_URL."
    : `NODE_EXTRA_CA_CERTS is ${file}: check that it can be read and holds, as PEM, the authority of the proxy or firewall that opens TLS here; if none does, this is not AOPay: check AOPAY_BASE_URL.`
}

const misnamed = (host: string): Problem => ({
  what: `it is not for the name ${host}`,
  todo: "Check the host in AOPAY_BASE_URL: somebody else answers there."
})

const expired: Problem = {
  what: "it has expired",
  todo: "Check this machine's clock; if it is right, tell whoever runs that host to renew the certificate."
}

const distrusted = (code: string, host: string): Problem => {
  switch (code) {
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return misnamed(host)
    case "CERT_HAS_EXPIRED":
      return expired
    case "CERT_NOT_YET_VALID":
      return {
        what: "it is not valid yet",
        todo: "Check this machine's clock: it is probably behind."
      }
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
      return { what: "nobody but itself vouches for it", todo: certificateAuthorities() }
    case "SELF_SIGNED_CERT_IN_CHAIN":
    case "UNABLE_TO_GET_ISSUER_CERT":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
      return {
        what: "this machine does not know the authority that issued it",
        todo: certificateAuthorities()
      }
    default:
      return { what: `it is not trusted (${code})`, todo: certificateAuthorities() }
  }
}

/** Each only once, though Node may call it what we do. */
const problemsOf = (
  { distrust, fitsName }: Handshake,
  daysLeft: number,
  host: string
): ReadonlyArray<Problem> => {
  const problems = [
    ...(distrust === undefined ? [] : [distrusted(distrust, host)]),
    ...(fitsName ? [] : [misnamed(host)]),
    ...(daysLeft < 0 ? [expired] : [])
  ]
  return [...new Map(problems.map((problem) => [problem.what, problem])).values()]
}

const lasts = (days: number): string => {
  if (Number.isNaN(days)) return "ends nobody knows when"
  return days < 0 ? `expired ${-days} days ago` : `expires in ${days} days`
}

const findingOf = (handshake: Handshake, now: number, host: string): Finding => {
  const { certificate, protocol } = handshake
  const expiry = Option.map(DateTime.make(certificate.valid_to), DateTime.toEpochMillis)
  const days = Math.floor((Option.getOrElse(expiry, () => Number.NaN) - now) / dayMillis)
  const { CN, O } = certificate.issuer
  const found = `${protocol}; certificate by ${[O ?? CN ?? "nobody"].flat().join(", ")}, ${lasts(days)}`
  const problems = problemsOf(handshake, days, host)
  if (problems.length > 0)
    return fail(
      unreachableCode,
      `${found}; ${problems.map(({ what }) => what).join("; ")}`,
      problems.map(({ todo }) => todo)
    )
  if (process.env["NODE_TLS_REJECT_UNAUTHORIZED"] === "0")
    return warn(
      `${found}; but Node is told to trust anybody`,
      "Unset NODE_TLS_REJECT_UNAUTHORIZED: whoever stands between could read the key."
    )
  return days < daysToRenew
    ? warn(found, "Tell whoever runs that host to renew the certificate.")
    : ok(`${found}, fits ${host}`)
}

const refusal = ({ httpStatus }: TunnelRefused, variable: string, url: URL): Finding =>
  httpStatus === 407
    ? fail(
        unreachableCode,
        "the proxy wants a name and a password, or others (HTTP 407)",
        `Write name and password into ${variable}: http://name:password@host:port.`
      )
    : fail(
        unreachableCode,
        `the proxy gives no way to ${url.host} (HTTP ${httpStatus})`,
        `Ask whoever runs the proxy to allow CONNECT to ${url.host}.`
      )

/** Of https only. */
export const tlsStep = Effect.fnUntraced(function* (
  { route, setting, url }: Way,
  timeout: Duration.Duration
) {
  if (url.protocol !== "https:") return skip("an http address has no TLS")
  const shaking =
    route.kind === "proxy"
      ? Effect.flatMap(openTunnel(route.proxy, url), (tunnel) => shakeHands(url, tunnel))
      : shakeHands(url)
  const finding = yield* shaking.pipe(
    within(timeout),
    Effect.flatMap((handshake) =>
      Effect.map(Clock.currentTimeMillis, (now) => findingOf(handshake, now, url.hostname))
    ),
    Effect.catchTags({
      TunnelRefused: (refused) => Effect.succeed(refusal(refused, setting, url)),
      SystemFault: (fault) =>
        Effect.succeed(
          fail(
            unreachableCode,
            `no handshake with ${url.host}: ${inWords(fault)}`,
            route.kind === "proxy"
              ? `Check that ${setting} is a proxy that gives a way to ${url.host}.`
              : "Check scheme and port in AOPAY_BASE_URL, and whether a firewall stands between."
          )
        )
    })
  )
  return finding.state === "fail" ? yield* new Impasse({ finding }) : finding
})
