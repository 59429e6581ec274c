import { assert, describe, it } from "@effect/vitest"
import { DateTime, Option, Schema } from "effect"
import { fromInstant, indiaTime, toInstant, ZonelessDate } from "../src/ZonelessDate.ts"

const read = Schema.decodeUnknownOption(ZonelessDate)

describe("the provider's dates", () => {
  it("are India time unless told otherwise", () => {
    const date = ZonelessDate.make("2021-01-11 15:43:20")
    assert.strictEqual(DateTime.formatIso(toInstant(date, indiaTime)), "2021-01-11T10:13:20.000Z")
    const utc = DateTime.zoneMakeNamedUnsafe("UTC")
    assert.strictEqual(DateTime.formatIso(toInstant(date, utc)), "2021-01-11T15:43:20.000Z")
  })

  it.each([
    "2021-02-30 10:00:00",
    "2021-13-01 10:00:00",
    "2021-01-11 24:00:00",
    "2021-01-11 15:43:60",
    "2021-01-11T15:43:20",
    "2021-01-11 15:43",
    "11-01-2021 15:43:20",
    "0000-00-00 00:00:00",
    "2021-01-11 15:43:20Z",
    "today",
    ""
  ])("%j is not a date", (text) => {
    assert.deepStrictEqual(read(text), Option.none())
  })

  it.prop(
    "are the same after writing and reading",
    [Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 4_000_000_000 }))],
    ([seconds]) => {
      const instant = DateTime.makeUnsafe(seconds * 1000)
      return DateTime.Equivalence(toInstant(fromInstant(instant, indiaTime), indiaTime), instant)
    }
  )

  it.prop(
    "read alike in India time and in Asia/Kolkata",
    [Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 4_000_000_000 }))],
    ([seconds]) => {
      const date = fromInstant(DateTime.makeUnsafe(seconds * 1000), indiaTime)
      const kolkata = DateTime.zoneMakeNamedUnsafe("Asia/Kolkata")
      return DateTime.Equivalence(toInstant(date, indiaTime), toInstant(date, kolkata))
    }
  )
})
