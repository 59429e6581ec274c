import { assert, describe, it } from "@effect/vitest"
import { lettersAndDigits, searchSpaced } from "../src/SpacedText.ts"

const found = (text: string, needle: string, alone = false) =>
  searchSpaced(text)(lettersAndDigits(needle), { alone, gapAtMost: 3 }).map(({ from, to }) =>
    text.slice(from, to)
  )

describe("spaced text", () => {
  it.each([
    ["1022-77 100", "102277100", ["1022-77 100"]],
    ["x102277100y", "10 22 77 100", ["102277100"]],
    ["KA-12 ab", "ka12AB", ["KA-12 ab"]],
    ["1 2 1 2", "12", ["1 2", "1 2"]],
    ["1    2", "12", []],
    ["1022\\u201177100", "102277100", ["1022\\u201177100"]],
    ["1\\u003022771\\u00300", "102277100", ["1\\u003022771\\u00300"]],
    ["1\\u0020\\u0020\\u00202", "12", ["1\\u0020\\u0020\\u00202"]],
    ["1\\u0020\\u0020\\u0020\\u00202", "12", []],
    ["anything", "--", []],
    ["İstanbul 7", "i\u0307stanbul7", ["İstanbul 7"]],
    ["𝟙𝟚 x", "𝟙𝟚", ["𝟙𝟚"]]
  ])("of %j, %j is %j", (text, needle, expected) => {
    assert.deepStrictEqual(found(text, needle), expected)
  })

  it.each([
    ["1234", ["1234"]],
    ["12345", []],
    ["x1234", []],
    ["(12-34)", ["12-34"]]
  ])("1234 alone in %j is %j", (text, expected) => {
    assert.deepStrictEqual(found(text, "1234", true), expected)
  })
})
