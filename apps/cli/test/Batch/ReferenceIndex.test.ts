import { assert, describe, it } from "@effect/vitest"
import { ReferenceIndex } from "../../src/Batch/ReferenceIndex.ts"

describe("where answers are", () => {
  it.each([0, 200_000])("holds 100 000 references, made for %i", (expected) => {
    const index = new ReferenceIndex(expected)
    const references = Array.from({ length: 100_000 }, (_, at) => `REF${at}`)
    for (const [at, reference] of references.entries()) index.add(reference, at)
    for (const [at, reference] of references.entries()) {
      const slot = index.find(reference, (offset) => references[offset] === reference)
      assert.strictEqual(slot === undefined ? undefined : index.offsetAt(slot), at)
    }
    assert.strictEqual(
      index.find("another", () => true),
      undefined
    )
  })

  it("tells references apart that share a hash", () => {
    const index = new ReferenceIndex(0)
    index.add("same", 1)
    assert.strictEqual(
      index.find("same", () => false),
      undefined
    )
  })

  it("knows what it has seen, also after it has grown", () => {
    const index = new ReferenceIndex(0)
    index.see(index.add("1", 7))
    for (let at = 0; at < 10_000; at += 1) index.add(`more-${at}`, at)
    const slot = index.find("1", (offset) => offset === 7)
    assert(slot !== undefined)
    assert.isTrue(index.see(slot))
  })

  it("holds offsets of many gigabytes", () => {
    const index = new ReferenceIndex(0)
    const offset = 2 ** 41 + 12_345
    const slot = index.add("1", offset)
    index.see(slot)
    assert.strictEqual(index.offsetAt(slot), offset)
    index.move(slot, offset + 1)
    assert.strictEqual(index.offsetAt(slot), offset + 1)
    assert.isTrue(index.see(slot))
  })
})
