import { assert, describe, it } from "@effect/vitest"
import { Deaths } from "../../src/Workers/Deaths.ts"

describe("deaths of workers", () => {
  it("that are quick are waited after, longer each time", () => {
    const deaths = new Deaths()
    const waits = Array.from({ length: 9 }, (_, at) => {
      deaths.died(at * 1000, at * 1000 + 500)
      return deaths.waitMillis
    })
    assert.deepStrictEqual(waits, [100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000])
    assert.isTrue(deaths.isHopeless)
  })

  it("are forgotten after a worker that lived, and after a minute without one", () => {
    for (const bornAt of [0, 70_000]) {
      const deaths = new Deaths()
      for (let count = 0; count < 5; count++) deaths.died(0, 100)
      deaths.died(bornAt, 80_000)
      assert.isFalse(deaths.isHopeless)
      assert.strictEqual(deaths.waitMillis, 100)
    }
  })
})
