/** Who asks: the holder of an API key, or anyone where the gateway has no keys. */
import type { AttemptRate } from "@bill-payment-status/core"
import type { Scope } from "@bill-payment-status/http-api"
import { Context, Redacted } from "effect"
import type { KeyRecord } from "../Keys/KeyRecord.ts"

/** A registration that may be asked with. */
export interface AskingAs {
  /** Undefined is the gateway's own. */
  readonly registrationId: string | undefined
}

export interface Partner {
  /** The public id of the key. */
  readonly id: string
  readonly may: (scope: Scope) => boolean
  /** As whom to ask: as was wished, else as the partner's first; undefined where the wish is forbidden. */
  readonly askAs: (wished: string | undefined) => AskingAs | undefined
  /** Whether the key is still in force at a time in milliseconds since 1970. */
  readonly isInForce: (now: number) => boolean
  /** Lets in who showed the key before, and counts it as used; false where the key is not what it was. */
  readonly again: (now: number) => boolean
  readonly rate: AttemptRate | null
  readonly concurrency: number | null
}

/** The partner for whom a fiber asks AOPay; the turns are shared fairly between these. */
export const CurrentPartner = Context.Reference<string>(
  "@bill-payment-status/http/Admission/CurrentPartner",
  { defaultValue: () => anyonesId }
)

const anyonesId = "anyone"

/** The gateway's own registration by one name only, so that what is remembered for it is found. */
const askingAs =
  (own: Redacted.Redacted | undefined) =>
  (id: string | undefined): AskingAs => ({
    registrationId: own !== undefined && id === Redacted.value(own) ? undefined : id
  })

/** Where there are no keys: everything, as whomever they wish. */
export const anyone = (own: Redacted.Redacted | undefined): Partner => ({
  id: anyonesId,
  may: () => true,
  askAs: askingAs(own),
  isInForce: () => true,
  again: () => true,
  rate: null,
  concurrency: null
})

/** What is known beside the key's record. */
export interface PartnerOptions {
  /** The gateway's own registration, where it has one. */
  readonly own: Redacted.Redacted | undefined
  readonly isInForce: Partner["isInForce"]
  readonly again: Partner["again"]
}

/** The partner a key stands for. */
export const partnerOf = (
  record: KeyRecord,
  { again, isInForce, own }: PartnerOptions
): Partner => {
  const scopes = new Set<Scope>(record.scopes)
  const allowed: ReadonlyArray<string> = record.registrations.map((registration) =>
    Redacted.value(registration)
  )
  const ownId = own === undefined ? undefined : Redacted.value(own)
  const as = askingAs(own)
  const askAs = (wished: string | undefined): AskingAs | undefined => {
    if (wished === undefined) return as(allowed[0])
    const may = allowed.length === 0 ? wished === ownId : allowed.includes(wished)
    return may ? as(wished) : undefined
  }
  return {
    id: record.id,
    may: (scope) => scopes.has(scope),
    askAs,
    isInForce,
    again,
    rate: record.rate,
    concurrency: record.concurrency
  }
}
