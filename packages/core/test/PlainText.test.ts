import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import { escapeUnsafe, plainText } from "../src/PlainText.ts"

const hostile = "\u001b[2J\u009b1m\u202Eoops\r\n\u2028\u200B\u{E0001}"

describe("plain text", () => {
  it("has no control or format characters and is cut", () => {
    assert.notMatch(plainText(hostile), /[\p{Cc}\p{Cf}\p{Zl}]/u)
    assert.strictEqual(plainText("x".repeat(600)), `${"x".repeat(500)}…`)
  })

  it("is not cut in the middle of a character", () => {
    assert.strictEqual(plainText(`${"x".repeat(499)}\u{1F600}z`), `${"x".repeat(499)}…`)
  })

  it("keeps what Indian scripts are written with", () => {
    const hindi = "क्\u200Dष बिजली"
    assert.strictEqual(plainText(hindi), hindi)
  })
})

describe("escaped JSON", () => {
  it("shows nothing unsafe and parses to the same text", () => {
    const json = escapeUnsafe(JSON.stringify({ hostile }))
    assert.notMatch(json, /[\p{Cc}\p{Cf}\p{Zl}]/u)
    assert.strictEqual(JSON.parse(json).hostile, hostile)
  })

  it.prop("parses to the same value", [Schema.Json], ([value]) => {
    const json = JSON.stringify(value)
    return JSON.stringify(JSON.parse(escapeUnsafe(json))) === json
  })
})
