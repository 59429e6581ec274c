/** Who may come in: the key, what it may be used for, and how often. One rule for every route. */
import type { IncomingHttpHeaders } from "node:http"
import {
  ForbiddenProblem,
  type GatewayProblem,
  InvalidRequestProblem,
  type Scope,
  TooManyRequestsProblem,
  UnauthorizedProblem
} from "@bill-payment-status/http-api"
import { Context } from "effect"
import type { HeaderList } from "../Server/Answer.ts"
import type { Visit } from "../Server/Visit.ts"
import type { Shares } from "./Shares.ts"
import { ShownKeys } from "./ShownKeys.ts"
import { isNameOfOurs } from "./isNameOfOurs.ts"
import type { KeyLimits } from "./KeyLimits.ts"
import type { AskingAs, Partner } from "./Partner.ts"

/** Not let in, and why. */
export interface Refusal {
  readonly _tag: "Refusal"
  readonly problem: GatewayProblem
  readonly headers: HeaderList
}

/** Why a presented key is nobody's. */
type KeyFault = "malformed" | "unknown" | "revoked" | "expired"

/** Finds who holds a key at a time in milliseconds since 1970; undefined where the gateway has no keys. */
export type FindPartner = (presented: string, now: number) => Partner | KeyFault

const bearer = /^bearer +(\S.*)$/i

const challenge: HeaderList = ["www-authenticate", 'Bearer realm="bill-status"']

const refusal = (problem: GatewayProblem, headers: HeaderList = []): Refusal => ({
  _tag: "Refusal",
  problem,
  headers
})

const unauthorized = (requestId: string, detail: string): Refusal =>
  refusal(new UnauthorizedProblem({ detail, requestId }), challenge)

/** A header that came twice was joined with a comma; no key has one. */
const cameTwice = (requestId: string, field: string): Refusal =>
  refusal(
    new InvalidRequestProblem({
      detail: `The header ${field} came more than once.`,
      errors: [{ field, message: "Send it once." }],
      requestId
    })
  )

const faults: { readonly [fault in KeyFault]: string } = {
  malformed: "The key is not one of ours: it was mistyped or cut off.",
  unknown: "Nobody has this key.",
  revoked: "The key was revoked.",
  expired: "The key has expired."
}

/** Without keys, a page of another site must not get here by a name of its own for this machine. */
const anotherName = (requestId: string): Refusal =>
  refusal(
    new ForbiddenProblem({
      detail:
        "The gateway has no keys, and does not answer under a name that may be another site's: in host, use localhost or an address.",
      requestId
    })
  )

export class Gatekeeper {
  readonly #find: FindPartner | undefined
  readonly #anyone: Partner
  readonly #limits: KeyLimits
  readonly #shares: Shares
  readonly #now: () => number
  readonly #shown = new ShownKeys()

  /** Without `find` there are no keys, and `anyone` comes in. */
  constructor(options: {
    readonly find: FindPartner | undefined
    readonly anyone: Partner
    readonly limits: KeyLimits
    readonly shares: Shares
    /** Milliseconds since 1970. */
    readonly now: () => number
  }) {
    this.#find = options.find
    this.#anyone = options.anyone
    this.#limits = options.limits
    this.#shares = options.shares
    this.#now = options.now
  }

  /** The key of a request: `authorization`, and where `apiKeyToo` also `api-key`. */
  #partner(visit: Visit, headers: IncomingHttpHeaders, apiKeyToo: boolean): Partner | Refusal {
    const { requestId } = visit
    if (this.#find === undefined)
      return isNameOfOurs(headers.host) ? this.#anyone : anotherName(requestId)
    const { authorization } = headers
    const { socket } = visit.response
    const now = this.#now()
    const known =
      authorization === undefined ? undefined : this.#shown.find(socket, authorization, now)
    if (known !== undefined) return known
    const apiKey = apiKeyToo ? headers["api-key"] : undefined
    if (authorization?.includes(",") === true) return cameTwice(requestId, "authorization")
    if (typeof apiKey === "string" && apiKey.includes(",")) return cameTwice(requestId, "api-key")
    const presented =
      authorization === undefined ? apiKey : (bearer.exec(authorization)?.[1] ?? undefined)
    if (typeof presented !== "string")
      return unauthorized(
        requestId,
        authorization === undefined
          ? `The request has no key: send ${apiKeyToo ? "api-key or " : ""}authorization: Bearer …`
          : "The header authorization is not a bearer token."
      )
    const found = this.#find(presented, now)
    if (typeof found === "string") return unauthorized(requestId, faults[found])
    if (authorization !== undefined) this.#shown.keep(socket, authorization, found)
    return found
  }

  /** Lets a request in for this scope: then its visit has a partner, whose it is until it leaves. */
  admit(
    visit: Visit,
    headers: IncomingHttpHeaders,
    { apiKeyToo = false, scope }: { readonly scope: Scope; readonly apiKeyToo?: boolean }
  ): Partner | Refusal {
    const { requestId } = visit
    const partner = this.#partner(visit, headers, apiKeyToo)
    if ("_tag" in partner) return partner
    visit.partner = partner
    if (!partner.may(scope))
      return refusal(
        new ForbiddenProblem({ detail: `The key has not the scope ${scope}.`, requestId })
      )
    const turn = this.#limits.take(partner)
    visit.limits = turn.headers
    if (turn.retryAfter !== undefined)
      return refusal(
        new TooManyRequestsProblem({ detail: "The key has used up its rate.", requestId }),
        ["retry-after", String(turn.retryAfter)]
      )
    const leave = this.#limits.begin(partner)
    if (leave === undefined)
      return refusal(
        new TooManyRequestsProblem({
          detail: "As many requests of the key are being answered as may be.",
          requestId
        }),
        ["retry-after", "1"]
      )
    const share = this.#shares.begin(partner.id)
    if (share === undefined) {
      leave()
      return refusal(
        new TooManyRequestsProblem({
          detail: "The key has half of all requests that may be answered at the same time.",
          requestId
        }),
        ["retry-after", "1"]
      )
    }
    visit.share = share
    visit.leave = () => {
      leave()
      share.leave()
    }
    return partner
  }

  /** Paces the questions of a batch. */
  get limits(): KeyLimits {
    return this.#limits
  }
}

/** The one who lets requests in. */
export class Admission extends Context.Service<Admission, Gatekeeper>()(
  "@bill-payment-status/http/Admission"
) {}

/** The registration a request asks as, or why it may not. */
export const registrationFor = (
  partner: Partner,
  wished: string | undefined,
  { field, requestId }: { readonly field: string; readonly requestId: string }
): AskingAs | Refusal =>
  partner.askAs(wished) ??
  refusal(
    new ForbiddenProblem({
      detail: `The key may not ask as the partner that ${field} names.`,
      requestId
    })
  )
