import { assert, describe, it } from "@effect/vitest"
import { concealing, concealNumbers, isAccount } from "../src/Concealment.ts"

describe("concealing", () => {
  it.each(["", "--", " "])("nothing that can be looked for conceals nothing: %j", (nothing) => {
    const conceal = concealing({ accounts: [nothing], secrets: [nothing] })
    assert.strictEqual(conceal("as it is"), "as it is")
  })

  it("alone leaves what only contains it", () => {
    const conceal = concealing({ accounts: ["12345678"], secrets: ["SECRET"] }, "alone")
    assert.strictEqual(
      conceal("12345678 x12345678 SECRET SECRETS"),
      "••••5678 x12345678 <redacted> SECRETS"
    )
  })

  it("cuts what is long", () => {
    assert.strictEqual(concealing({ accounts: [], secrets: [] })("x".repeat(9000)).length, 2000)
  })

  it.each([
    ["102277100", true],
    ["1234", true],
    ["123", false],
    ["NA", false],
    ["", false],
    ["7".repeat(65), false],
    ["7".repeat(1_000_000), false]
  ])("%.20s is an account: %s", (text, expected) => {
    assert.strictEqual(isAccount(text), expected)
  })

  it("masks long numbers but for the reference", () => {
    assert.strictEqual(
      concealNumbers("123456 of 102277100 in 2021", "123456"),
      "123456 of •••••7100 in 2021"
    )
  })
})
