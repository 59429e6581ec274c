/** What is kept of a key: everything but the key. */
import { plainText, RegistrationId } from "@bill-payment-status/core"
import { Scope } from "@bill-payment-status/http-api"
import { RateText } from "@bill-payment-status/program"
import { Schema } from "effect"
import { InstantText } from "./InstantText.ts"

/** The part of a key that names it; no secret. */
export const KeyId = Schema.String.check(Schema.isPattern(/^[0-9A-Za-z]{10}$/))

const nameAtMost = 64

/** Who a key is for. */
export const KeyName = Schema.String.check(
  Schema.makeFilter((text) =>
    text.trim() !== "" && plainText(text, nameAtMost) === text
      ? undefined
      : `Expected 1 to ${nameAtMost} printable characters`
  )
)

/** Questions of one key at the same time. */
export const Concurrency = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 100_000 }))

/** SHA-256 in base64url. */
const Digest = Schema.String.check(Schema.isPattern(/^[\w-]{42}[AEIMQUYcgkosw048]$/))

/** One key on file. */
export const KeyRecord = Schema.Struct({
  id: KeyId,
  name: KeyName,
  /** Of the whole key. */
  digest: Schema.RedactedFromValue(Digest, { label: "digest" }),
  createdAt: InstantText,
  /** Null is never. */
  expiresAt: Schema.NullOr(InstantText),
  /** Null is not at all. */
  revokedAt: Schema.NullOr(InstantText),
  scopes: Schema.NonEmptyArray(Scope),
  /** Whom it may ask as; none is the gateway's own registration only. */
  registrations: Schema.Array(
    Schema.RedactedFromValue(RegistrationId, { label: "registration id" })
  ),
  /** On file a text such as `50/s`; null is no limit. */
  rate: Schema.NullOr(RateText),
  /** Null is no limit. */
  concurrency: Schema.NullOr(Concurrency)
})
export type KeyRecord = typeof KeyRecord.Type

/** Whether a key can be used, and if not, why. */
export type KeyState = "active" | "revoked" | "expired"

/** How it is with a key at this time, in milliseconds since 1970. */
export const stateAt = ({ expiresAt, revokedAt }: KeyRecord, now: number): KeyState => {
  if (revokedAt !== null) return "revoked"
  return expiresAt !== null && expiresAt.epochMilliseconds <= now ? "expired" : "active"
}
