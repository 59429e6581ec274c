import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import * as Arbitrary from "effect/Arbitrary"
import { makeApiKey, readApiKey } from "../../src/Keys/ApiKey.ts"

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
const some = Array.from({ length: 10 }, () => makeApiKey().text)

/** Those that read as a key. */
const readable = (texts: Iterable<string>): ReadonlyArray<string> =>
  [...texts].filter((text) => readApiKey(text) !== "malformed")

const positions = (text: string): ReadonlyArray<number> => Array.from(text, (_, at) => at)

const withAt = (text: string, at: number, character: string): string =>
  text.slice(0, at) + character + text.slice(at + 1)

describe("a key", () => {
  it("reads back", () => {
    for (let made = 0; made < 1000; made++) {
      const { digest, id, text } = makeApiKey()
      assert.match(text, /^bps_live_[0-9A-Za-z]{48}$/)
      assert.isTrue(text.startsWith(`bps_live_${id}`))
      assert.deepStrictEqual(readApiKey(text), { id, digest })
    }
  })

  it("is made of every digit alike", () => {
    const counts = new Map(Array.from(digits, (digit) => [digit, 0]))
    for (let made = 0; made < 10_000; made++)
      for (const digit of makeApiKey().text.slice("bps_live_".length, -6))
        counts.set(digit, (counts.get(digit) ?? 0) + 1)
    assert.isBelow(Math.max(...counts.values()) / Math.min(...counts.values()), 1.18)
  })

  it("is malformed with any one character changed", () => {
    const changed = some.flatMap((text) =>
      positions(text).flatMap((at) =>
        Array.from(`${digits}_- é`)
          .filter((digit) => digit !== text[at])
          .map((digit) => withAt(text, at, digit))
      )
    )
    assert.deepStrictEqual(readable(changed), [])
  })

  it("is malformed with any one character dropped or doubled", () => {
    const changed = some.flatMap((text) =>
      positions(text).flatMap((at) => [
        withAt(text, at, ""),
        withAt(text, at, text.charAt(at).repeat(2))
      ])
    )
    assert.deepStrictEqual(readable(changed), [])
  })

  it("is malformed with any two characters swapped", () => {
    const changed = some.flatMap((text) =>
      positions(text).flatMap((one) =>
        positions(text)
          .filter((other) => text[one] !== text[other])
          .map((other) => withAt(withAt(text, one, text.charAt(other)), other, text.charAt(one)))
      )
    )
    assert.deepStrictEqual(readable(changed), [])
  })

  it.each(["", "bps_live_", `${some[0]}\n`, ` ${some[0]}`, some[0]?.toLowerCase() ?? ""])(
    "is not %j",
    (text) => assert.strictEqual(readApiKey(text), "malformed")
  )

  it.effect("is no other text", () =>
    Effect.gen(function* () {
      const result = yield* Arbitrary.checkEffect(
        Arbitrary.schema(Schema.String),
        (text) => readApiKey(text) === "malformed" && readApiKey(`bps_live_${text}`) === "malformed"
      )
      assert.strictEqual(result._tag, "Passed")
    })
  )
})
