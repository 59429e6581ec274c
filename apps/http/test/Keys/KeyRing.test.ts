import { assert, describe, it } from "@effect/vitest"
import { DateTime, Inspectable } from "effect"
import { inspect } from "node:util"
import { makeApiKey } from "../../src/Keys/ApiKey.ts"
import { KeyRing } from "../../src/Keys/KeyRing.ts"
import { sampleRecord, sampleRegistration } from "./sampleRecord.ts"

const at = (millis: number) => DateTime.makeUnsafe(millis)

const active = sampleRecord()
const ending = sampleRecord({ expiresAt: at(1000) })
const revoked = sampleRecord({ revokedAt: at(500) })
const both = sampleRecord({ revokedAt: at(500), expiresAt: at(600) })
const impostor = sampleRecord({ id: active.record.id })
const ring = new KeyRing([active, ending, revoked, both].map(({ record }) => record))

describe("a ring of keys", () => {
  it.each([
    ["a key", active.text, 0, active.record],
    ["one that ends, before", ending.text, 999, ending.record],
    ["one that ends, then", ending.text, 1000, "expired"],
    ["one that is revoked", revoked.text, 0, "revoked"],
    ["one that is revoked and ended", both.text, 1000, "revoked"],
    ["one nobody has", makeApiKey().text, 0, "unknown"],
    ["one of another ring", impostor.text, 0, "unknown"],
    ["one cut short", active.text.slice(0, -1), 0, "malformed"],
    ["none", "", 0, "malformed"]
  ] as const)("finds %s", (_, text, now, expected) => {
    assert.strictEqual(ring.find(text, now), expected)
  })

  it("finds nobody with the id of a key and another secret", () => {
    const { record, text } = sampleRecord()
    const other = new KeyRing([{ ...active.record, id: record.id }])
    assert.strictEqual(other.find(text, 0), "unknown")
  })

  it("gives a record that shows no hash and no registration", () => {
    const { record } = sampleRecord()
    const shown = [inspect(record, { depth: 9 }), Inspectable.toStringUnknown(record)].join()
    assert.include(shown, record.id)
    assert.notInclude(shown, sampleRegistration)
    assert.notMatch(shown, /[\w-]{43}/)
  })
})
