import { RegistrationId } from "@bill-payment-status/core"
import { DateTime, Redacted } from "effect"
import { makeApiKey } from "../../src/Keys/ApiKey.ts"
import type { KeyRecord } from "../../src/Keys/KeyRecord.ts"

/** The registration id of every sample; it must never be shown. */
export const sampleRegistration = "AOP-SECRET"

/** A key that was just made, and what is kept of it. */
export const sampleRecord = (more: Partial<KeyRecord> = {}) => {
  const { digest, id, text } = makeApiKey()
  const record: KeyRecord = {
    id,
    name: "billing",
    digest: Redacted.make(digest.toString("base64url"), { label: "digest" }),
    createdAt: DateTime.makeUnsafe(0),
    expiresAt: null,
    revokedAt: null,
    scopes: ["read"],
    registrations: [
      Redacted.make(RegistrationId.make(sampleRegistration), { label: "registration id" })
    ],
    rate: null,
    concurrency: null,
    ...more
  }
  return { text, record }
}
