/** The id of an event: what was said and when, so that a caller who comes back is not told it again. */
import { type TrackedChange, Verdict } from "@bill-payment-status/core"
import { DateTime, Schema } from "effect"

/** What a caller has seen last. */
export interface Seen {
  readonly verdict: Verdict
  readonly final: boolean
}

export const eventIdOf = ({ status: { checkedAt, final, verdict } }: TrackedChange): string =>
  `${verdict}${final ? ".final" : ""}@${DateTime.formatIso(checkedAt)}`

const isVerdict = Schema.is(Verdict)

const shape = /^([A-Za-z]+)(\.final)?@\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/

/** Undefined where it is not an id of ours. */
export const readEventId = (id: string): Seen | undefined => {
  const [, verdict, final] = shape.exec(id) ?? []
  return isVerdict(verdict) ? { verdict, final: final !== undefined } : undefined
}
