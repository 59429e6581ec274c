import { assert, describe, it } from "@effect/vitest"
import { Duration } from "effect"
import { anyone } from "../../src/Admission/Partner.ts"
import { shareOfPartner, shareOfRate } from "../../src/Workers/Share.ts"

const perSecond = ({ limit, window }: { limit: number; window: Duration.Duration }): number =>
  (limit * 1000) / Duration.toMillis(window)

describe("the share of a worker", () => {
  it.each([
    { limit: 100, workers: 4 },
    { limit: 5, workers: 2 },
    { limit: 1, workers: 8 },
    { limit: 7, workers: 3 }
  ])("of $limit/s among $workers is exactly its part over time", ({ limit, workers }) => {
    const share = shareOfRate({ limit, window: Duration.seconds(1) }, workers)
    assert.approximately(perSecond(share) * workers, limit, 1e-6)
    assert.isTrue(Number.isInteger(share.limit) && share.limit >= 1)
    assert.isAtMost(share.limit * workers, Math.max(limit, workers))
  })

  it("of a limit smaller than the number of workers is one", () => {
    assert.strictEqual(shareOfPartner({ ...anyone(undefined), concurrency: 2 }, 4).concurrency, 1)
    assert.strictEqual(shareOfPartner({ ...anyone(undefined), concurrency: 9 }, 4).concurrency, 2)
  })

  it("of no limit is no limit", () => {
    const { concurrency, rate } = shareOfPartner(anyone(undefined), 4)
    assert.isNull(concurrency)
    assert.isNull(rate)
  })
})
