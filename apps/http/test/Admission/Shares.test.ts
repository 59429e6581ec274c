import { assert, describe, it } from "@effect/vitest"
import { Shares } from "../../src/Admission/Shares.ts"

describe("the shares of partners", () => {
  it("are half of the requests each, and streams are apart", () => {
    const shares = new Shares({ requestsAtMost: 4, streamsAtMost: 2 })
    const first = shares.begin("a")
    assert.isDefined(first)
    assert.isDefined(shares.begin("a"))
    assert.isUndefined(shares.begin("a"))
    assert.isDefined(shares.begin("b"))
    assert.isTrue(first?.becomeStream())
    const next = shares.begin("a")
    assert.isDefined(next)
    assert.isFalse(next?.becomeStream())
    assert.isUndefined(shares.begin("a"))
    next?.leave()
    first?.leave()
    assert.isTrue(shares.begin("a")?.becomeStream())
  })

  it("are all there is where there is one partner only", () => {
    const shares = new Shares(undefined)
    for (let count = 0; count < 10_000; count += 1)
      assert.isTrue(shares.begin("anyone")?.becomeStream())
  })
})
