import { assert, describe, it } from "@effect/vitest"
import { Array, Result, Schema } from "effect"
import { ReferenceLines } from "../../src/Batch/ReferenceLines.ts"

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

const readAll = (chunks: ReadonlyArray<Uint8Array>): Result.Result<Array<string>, string> =>
  Result.gen(function* () {
    const lines = new ReferenceLines()
    const references: Array<string> = []
    for (const chunk of chunks) references.push(...(yield* lines.read(chunk)))
    references.push(...(yield* lines.end()))
    return references
  })

describe("references out of a file", () => {
  it.each([
    ["a line each", "1\n2\n3\n", ["1", "2", "3"]],
    ["no newline at the end", "1\n2", ["1", "2"]],
    ["lines of Windows, of old Macs", "1\r\n2\r3\r\n", ["1", "2", "3"]],
    ["a byte order mark", "\uFEFF1\n2", ["1", "2"]],
    ["blank lines and spaces around", "\n  1 \n\t\n2\t\n\n", ["1", "2"]],
    ["comments", "# all of it\n1 # a note\n2#3\n#\n", ["1", "2#3"]],
    ["spaces within", "A 1\n", ["A 1"]],
    ["nothing", "", []]
  ])("%s", (_, text, references) => {
    assert.deepStrictEqual(readAll([bytes(text)]), Result.succeed(references))
  })

  it.prop(
    "are the same wherever the bytes are cut",
    [Schema.Array(Schema.Literals(["1", "é", "₹", "\n", "\r\n", "#", " "])), Schema.Int],
    ([parts, seed]) => {
      const whole = bytes(parts.join(""))
      const at = whole.length === 0 ? 0 : Math.abs(seed) % whole.length
      // A carriage return may not know yet what follows it.
      const begin = whole[at] === 0x0a ? at + 1 : at
      return (
        JSON.stringify(readAll([whole.subarray(0, begin), whole.subarray(begin)])) ===
        JSON.stringify(readAll([whole]))
      )
    }
  )

  it.each([
    ["a zero byte", new Uint8Array([0x31, 0x00, 0x32])],
    ["bytes that are not UTF-8", new Uint8Array([0x31, 0xff, 0xfe])],
    ["UTF-16", new Uint8Array([0xff, 0xfe, 0x31, 0x00])]
  ])("%s: not text", (_, chunk) => {
    assert.deepStrictEqual(
      Result.map(readAll([chunk]), () => ""),
      Result.fail("is not text in UTF-8; save it as a text file with one reference a line")
    )
  })

  it("a line of a megabyte is told by its number and not kept", () => {
    const chunks = Array.makeBy(1024, () => bytes("x".repeat(1024)))
    assert.deepStrictEqual(
      readAll([bytes("1\n2\n"), ...chunks]),
      Result.fail("has more than 4096 characters in line 3; give one reference a line")
    )
  })
})
