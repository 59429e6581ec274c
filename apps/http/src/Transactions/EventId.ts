/**
 * The id of an event: of which payment, what was said and when, so that a caller who comes back is not told it
 * again. One who comes back with the id of another payment has seen nothing of this one.
 */
import { hash } from "node:crypto"
import { type Inquiry, type TrackedChange, Verdict } from "@bill-payment-status/core"
import { DateTime, Schema } from "effect"

/** What a caller has seen last; `ended` is an event that ended the stream without a final status. */
export type Seen = { readonly verdict: Verdict; readonly final: boolean } | "ended"

/** Short, and tells nothing of the payment. */
const markOf = ({ referenceId, registrationId }: Inquiry): string =>
  hash("sha256", JSON.stringify([registrationId ?? null, referenceId]), "base64url").slice(0, 8)

const idOf = (inquiry: Inquiry, what: string, at: DateTime.Utc): string =>
  `${what}@${DateTime.formatIso(at)}~${markOf(inquiry)}`

export const eventIdOf = (
  inquiry: Inquiry,
  { status: { checkedAt, final, verdict } }: TrackedChange
): string => idOf(inquiry, `${verdict}${final ? ".final" : ""}`, checkedAt)

/** Of an event after which nothing comes: a reader who connects again by itself is told so. */
export const endingIdOf = (inquiry: Inquiry, at: DateTime.Utc): string => idOf(inquiry, "ended", at)

const isVerdict = Schema.is(Verdict)

const shape = /^([A-Za-z]+)(\.final)?@\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z~([\w-]{8})$/

/** Undefined where it is another payment's; `malformed` where it is not an id of ours. */
export const readEventId = (id: string, inquiry: Inquiry): Seen | "malformed" | undefined => {
  const [, what, final, mark] = shape.exec(id) ?? []
  if (what !== "ended" && !isVerdict(what)) return "malformed"
  if (mark !== markOf(inquiry)) return undefined
  return what === "ended" ? what : { verdict: what, final: final !== undefined }
}
