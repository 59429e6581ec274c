import { assert, describe, it } from "@effect/vitest"
import { Duration, Option, Schema } from "effect"
import { DurationText } from "../src/DurationText.ts"

const read = Schema.decodeUnknownOption(DurationText)

describe("a duration", () => {
  it.each([
    ["2 seconds", 2000],
    ["1 second", 1000],
    ["2s", 2000],
    ["500ms", 500],
    ["500 millis", 500],
    ["1.5h", 5_400_000],
    ["10 min", 600_000],
    ["3 days", 259_200_000],
    ["1w", 604_800_000]
  ])("%s is %i milliseconds", (text, expected) => {
    assert.strictEqual(Option.getOrNull(Option.map(read(text), Duration.toMillis)), expected)
  })

  it.each(["", "2", "0s", "-1s", "two seconds", "2 fortnights", "1e3s", "2s later", "∞"])(
    "%j is none",
    (text) => {
      assert.isTrue(Option.isNone(read(text)))
    }
  )

  it.prop(
    "is the same after writing and reading",
    [Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1e12 }))],
    ([millis]) => {
      const written = Schema.encodeSync(DurationText)(Duration.millis(millis))
      return Option.getOrNull(Option.map(read(written), Duration.toMillis)) === millis
    }
  )
})
