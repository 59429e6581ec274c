/**
 * What one of several workers may do of what all may do together. A worker knows nothing of the others, so
 * each keeps to its part; one is the least, so of a limit smaller than the number of workers each has one.
 */
import type { AttemptRate } from "@bill-payment-status/core"
import { Duration } from "effect"
import type { Partner } from "../Admission/Partner.ts"
import type { GatewaySettings } from "../GatewaySettings.ts"

const shareOfCount = (count: number, workers: number): number =>
  Math.max(1, Math.floor(count / workers))

/** Over time exactly its part: a rate that cannot be divided comes in a window that is longer. */
export const shareOfRate = ({ limit, window }: AttemptRate, workers: number): AttemptRate => {
  const share = shareOfCount(limit, workers)
  return {
    limit: share,
    window: Duration.millis((Duration.toMillis(window) * workers * share) / limit)
  }
}

/** Of what is asked of AOPay; how much a process may hold is each worker's own. */
export const shareOfSettings = (settings: GatewaySettings, workers: number): GatewaySettings => ({
  ...settings,
  rate: settings.rate === undefined ? undefined : shareOfRate(settings.rate, workers),
  concurrency: shareOfCount(settings.concurrency, workers)
})

/** Of what a key may ask. */
export const shareOfPartner = (partner: Partner, workers: number): Partner => ({
  ...partner,
  rate: partner.rate === null ? null : shareOfRate(partner.rate, workers),
  concurrency: partner.concurrency === null ? null : shareOfCount(partner.concurrency, workers)
})
