import { Socket } from "node:net"
import { assert, describe, it } from "@effect/vitest"
import { anyone } from "../../src/Admission/Partner.ts"
import { ShownKeys } from "../../src/Admission/ShownKeys.ts"

const showing = () => {
  const state = { isWhatItWas: true }
  const partner = { ...anyone(undefined), again: () => state.isWhatItWas }
  const shown = new ShownKeys()
  const socket = new Socket()
  shown.keep(socket, "Bearer a-key", partner)
  return { partner, shown, socket, state }
}

describe("the key a connection showed", () => {
  it("is known when it is shown again", () => {
    const { partner, shown, socket } = showing()
    assert.strictEqual(shown.find(socket, "Bearer a-key", 0), partner)
  })

  it.each(["Bearer a-kez", "Bearer a-ke", "bearer a-key", "Bearer a-keyy", ""])(
    "is not %j",
    (authorization) => {
      const { shown, socket } = showing()
      assert.isUndefined(shown.find(socket, authorization, 0))
    }
  )

  it("is another connection's no more than nobody's", () => {
    const { shown } = showing()
    assert.isUndefined(shown.find(new Socket(), "Bearer a-key", 0))
    assert.isUndefined(shown.find(null, "Bearer a-key", 0))
  })

  it("is looked up again when its record is not what it was", () => {
    const { shown, socket, state } = showing()
    state.isWhatItWas = false
    assert.isUndefined(shown.find(socket, "Bearer a-key", 0))
  })
})
