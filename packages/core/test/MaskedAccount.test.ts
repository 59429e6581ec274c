import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import { maskAccount, maskAccountIn } from "../src/MaskedAccount.ts"

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

  it("is masked inside other text", () => {
    assert.strictEqual(
      maskAccountIn("Bill of 102277100 paid, ref X102277100Y", "102277100"),
      "Bill of •••••7100 paid, ref X•••••7100Y"
    )
  })

  it("that is short is masked only where it stands alone", () => {
    assert.strictEqual(maskAccountIn("code 1 for 12 of 123", "12"), "code 1 for •2 of 123")
  })

  it.each([null, ""])("%j masks nothing", (account) => {
    assert.strictEqual(maskAccountIn("text", account), "text")
  })
})
