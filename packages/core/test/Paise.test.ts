import { assert, describe, it } from "@effect/vitest"
import { Option, Schema } from "effect"
import { Paise, toRupeeText } from "../src/Paise.ts"

const read = Schema.decodeUnknownOption(Paise)

describe("rupee text", () => {
  it.each([
    ["100", 10_000n],
    ["0.21", 21n],
    ["12.5", 1250n],
    ["0", 0n],
    ["0.00", 0n],
    ["007", 700n],
    ["999999999999999.99", 99_999_999_999_999_999n]
  ])("%s is %s paise", (text, paise) => {
    assert.deepStrictEqual(read(text), Option.some(paise))
  })

  it.each(["", "1e3", "12.345", "-1", "+1", "1,000", " 1", "1 ", ".5", "5.", "₹5", "NaN", "0x10"])(
    "%j is unreadable, never a zero",
    (text) => {
      assert.deepStrictEqual(read(text), Option.none())
    }
  )

  it("is written with two decimals", () => {
    assert.deepStrictEqual([0n, 1n, 21n, 100n, 1250n].map(toRupeeText), [
      "0.00",
      "0.01",
      "0.21",
      "1.00",
      "12.50"
    ])
  })

  it.prop(
    "keeps every paisa through writing and reading",
    [Schema.BigInt.check(Schema.isBetweenBigInt({ minimum: 0n, maximum: 10n ** 17n - 1n }))],
    ([paise]) => Option.getOrNull(read(toRupeeText(paise))) === paise
  )
})
