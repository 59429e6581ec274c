import { assert, describe, it } from "@effect/vitest"
import { Result, Schema } from "effect"
import { isWireObject, WireNumber } from "../../src/Provider/WireJson.ts"
import { parseWireBody } from "../../src/Provider/WireParser.ts"

/** Numbers as JSON.parse gives them. */
const plain = (value: unknown): unknown => {
  if (value instanceof WireNumber) return Number(value.source)
  if (Array.isArray(value)) return value.map(plain)
  return isWireObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]))
    : value
}

const parsed = (text: string) => Result.getOrThrow(parseWireBody(text))
const problem = (text: string) => Result.getOrThrow(Result.flip(parseWireBody(text)))

const nested = (depth: number) => `{"a":${"[".repeat(depth)}${"]".repeat(depth)}}`

const accepts = (text: string): boolean => {
  try {
    return isWireObject(JSON.parse(text))
  } catch {
    return false
  }
}

describe("parsing a body", () => {
  it.prop("gives what JSON.parse gives", [Schema.Record(Schema.String, Schema.Json)], ([value]) => {
    for (const text of [JSON.stringify(value), JSON.stringify(value, null, "\t\r\n ")])
      assert.deepStrictEqual(plain(parsed(text).body), JSON.parse(text))
  })

  it.prop("accepts no text that JSON.parse refuses", [Schema.String], ([text]) => {
    for (const body of [text, `{"a":${text}}`, `{"a":"${text}"}`, `{"${text}":1}`])
      assert.strictEqual(Result.isSuccess(parseWireBody(body)), accepts(body), body)
  })

  it.each([
    '{"a":1,}',
    '{"a" 1}',
    "{a:1}",
    '{"a":[1,]}',
    '{"a":01}',
    '{"a":.5}',
    '{"a":1.}',
    '{"a":+1}',
    '{"a":NaN}',
    '{"a":tru}',
    '{"a":"\t"}',
    String.raw`{"a":"\x"}`,
    String.raw`{"a":"\"}`,
    '{"a":"b',
    '{"a":{"b":[',
    "{}{}",
    "\uFEFF\uFEFF{}",
    "{\u00A0}"
  ])("%j is not JSON", (text) => {
    assert.isFalse(accepts(text))
    assert.strictEqual(problem(text), "The body is not JSON.")
  })

  it.each(["[]", "1", '"{}"', "null"])("%s is not an object", (text) => {
    assert.strictEqual(problem(text), "The body is not a JSON object.")
  })

  it.each(["", " \n"])("%j is empty", (text) => {
    assert.strictEqual(problem(text), "The body is empty.")
  })

  it("keeps how a number was written", () => {
    const { body } = parsed('{"a":9007199254740993,"b":[1.0,-0e1]}')
    assert.strictEqual(
      JSON.stringify(Object.values(body).flat().map(String)),
      '["9007199254740993","1.0","-0e1"]'
    )
  })

  it("keeps a key that would set the prototype, and of two the last", () => {
    const { body, repeated } = parsed('{"__proto__":{"a":1},"__proto__":"own"}')
    assert.strictEqual(Object.getPrototypeOf(body), Object.prototype)
    assert.deepStrictEqual(Object.entries(body), [["__proto__", "own"]])
    assert.deepStrictEqual([...repeated], ["__proto__"])
  })

  it("tells which key stands twice, in the body and in its data", () => {
    const { repeated, repeatedInData } = parsed(
      '{"data.status":1,"data":{"status":1,"a":[{"b":1,"b":2}],"status":2},"data.status":2}'
    )
    assert.deepStrictEqual([...repeated], ["data.status"])
    assert.deepStrictEqual([...repeatedInData], ["status"])
  })

  it("keeps every account number, also the first of two, and inside others", () => {
    const { accounts } = parsed(
      '{"canumber":"1","x":[{"canumber":2}],"canumber":{"canumber":["3"],"y":"4"},"z":"5"}'
    )
    assert.deepStrictEqual(accounts, ["1", "2", "3", "4"])
  })

  it("refuses what nests deeper than 512", () => {
    assert.isTrue(Result.isSuccess(parseWireBody(nested(511))))
    for (const depth of [513, 500_000])
      assert.strictEqual(problem(nested(depth)), "The body is nested too deep.")
  })

  it.each([
    ["escapes without an end", `{"a":"${'\\"'.repeat(500_000)}`],
    ["strings without an end", '"'.repeat(1_000_000)],
    ["a long number", `{"a":${"1".repeat(1_000_000)}`],
    ["spaces", `{${" ".repeat(1_000_000)}`],
    ["keys", `{${'"a":1,'.repeat(160_000)}`],
    [
      "keys that stand twice under a long one",
      `{"${"k".repeat(500_000)}":{${'"a":1,'.repeat(80_000)}`
    ],
    ["account numbers in account numbers", `${'{"canumber":'.repeat(500)}[${"1,".repeat(500_000)}`]
  ])("looks at each character once: a mebibyte of %s", (_, text) => {
    assert.strictEqual(problem(text), "The body is not JSON.")
  })
})
