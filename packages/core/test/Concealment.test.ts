import { assert, describe, it } from "@effect/vitest"
import { concealing } from "../src/Concealment.ts"

const account = "102277100"

const conceal = (accounts: ReadonlyArray<string>, secrets: ReadonlyArray<string> = []) =>
  concealing({ accounts, secrets, reference: "123456" })

describe("concealing in prose", () => {
  it.each(["", "--", " ", "NA", "123", "7".repeat(65), "7".repeat(1_000_000)])(
    "what cannot be an account number is not looked for: %.20s",
    (nothing) => {
      assert.strictEqual(
        conceal([nothing]).inProse(`${nothing.slice(0, 3)} x`),
        `${nothing.slice(0, 3)} x`
      )
    }
  )

  it("hides an account number inside other text, a short one only alone", () => {
    const { inProse } = conceal([account, "1234"])
    assert.strictEqual(inProse(`x${account}y 1234 01234`), "x•••••7100y ••34 01234")
  })

  it("masks words with many digits but the reference, where no account is named", () => {
    assert.strictEqual(
      conceal([]).inProse("123456 of 102277100, KA12B3456X, 54321 on 2021-01-11"),
      "123456 of •••••7100, ••••••456X, •••21 on 2021-01-11"
    )
  })

  it("cuts what is long, and no number in two before it is concealed", () => {
    const shown = conceal([account]).inProse(`${"x".repeat(1993)} ${account}${"x".repeat(9000)}`)
    assert.strictEqual(shown.length, 2000)
    assert.notInclude(shown, "102277")
  })

  it("shows nothing where more account numbers are named than are looked for", () => {
    const many = Array.from({ length: 17 }, (_, index) => `${10_000 + index}`)
    assert.strictEqual(conceal(many).inProse("of 10016"), "<redacted>")
  })
})

describe("concealing in an identifier", () => {
  it("hides what does not stand there by chance", () => {
    const { inIdentifier } = conceal([account], ["AOP-554", "SECRET"])
    assert.strictEqual(inIdentifier(`BBPS${account}X`), "BBPS•••••7100X")
    assert.strictEqual(inIdentifier("xAOP-554y/SECRETS"), "x<redacted>y/<redacted>S")
  })

  it("leaves what may, unless it stands alone", () => {
    const { inIdentifier } = conceal(["1234567", "TV"])
    assert.strictEqual(inIdentifier("91234567 TV 1234567"), "91234567 TV ••••567")
  })
})
