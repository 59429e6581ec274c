import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import { maskAccount } from "../src/MaskedAccount.ts"

describe("an account number", () => {
  it.each([
    ["102277100", "•••••7100"],
    ["12345678", "••••5678"],
    ["1234567", "••••567"],
    ["1234", "••34"],
    ["123", "••3"],
    ["1", "•"],
    ["", ""]
  ])("%s is shown as %s", (account, shown) => {
    assert.strictEqual(maskAccount(account), shown)
  })

  it.prop("hides at least half and shows at most four", [Schema.String], ([account]) => {
    const shown = Array.from(maskAccount(account))
    const hidden = shown.findIndex((character) => character !== "•")
    const visible = hidden < 0 ? 0 : shown.length - hidden
    return visible <= 4 && visible * 2 <= shown.length
  })
})
