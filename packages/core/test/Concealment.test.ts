import { assert, describe, it } from "@effect/vitest"
import { concealing, secretsOf } from "../src/Concealment.ts"

const account = "102277100"

const conceal = (accounts: ReadonlyArray<string>, secrets: ReadonlyArray<string> = []) =>
  concealing({ accounts, secrets: secretsOf(secrets), reference: "123456" })

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
    assert.strictEqual(inProse(`x${account}y, 1234; 1234x`), "x•••••7100y, ••34; 1234x")
  })

  it.each([
    ["123456 of 102277100", "123456 of •••••7100"],
    ["of KA12B3456X, 54321", "of ••••••456X, •••21"],
    ["of 1022 7710 0345", "of ••••••••••0345"],
    ["of 102-277-100-345.", "of •••••••••••-345."],
    ["on 2021-01-11 15:43:20 for 100.00", "on 2021-01-11 15:43:20 for 100.00"]
  ])("masks what has many digits but for dates and the reference: %s", (text, shown) => {
    assert.strictEqual(conceal([]).inProse(text), shown)
    assert.strictEqual(conceal(["None"]).inProse(text), shown)
  })

  it.each([
    ["102 - 277 - 100", "102277100"],
    ["1022\n77100", "102277100"],
    ["102277100", "000102277100"]
  ])("finds %j, the account being %s", (spelling, named) => {
    assert.notMatch(conceal([named]).inProse(`x${spelling}x`), /1\D*0\D*2\D*2\D*7\D*7/)
  })

  it("hides a long secret whole", () => {
    const key = `eyJ${"abcdefGHIJ".repeat(50)}`
    assert.strictEqual(conceal([], [key]).inProse(`Bad key ${key}!`), "Bad key <redacted>!")
    assert.strictEqual(
      conceal([], [key]).inProse(`${"x ".repeat(290)}${key}!`),
      `${"x ".repeat(290)}<redacted>`
    )
  })

  it("hides a secret with symbols in it, and one that is repeated until the text is cut", () => {
    const odd = "team----prodKey//==//zzTop"
    assert.strictEqual(conceal([], [odd]).inProse(`Bad ${odd}!`), "Bad <redacted>!")
    const key = "abcdefghijklmnopqrstuvwxyzabcdefghij"
    const shown = conceal([], [key]).inProse(`${key.repeat(20)}---- ${key}`)
    assert.notMatch(shown, /[a-z]{9}/)
  })

  it("finds an account that is spaced widely, as it was named", () => {
    assert.notInclude(conceal(["AB    1234"]).inProse("for AB    1234"), "AB")
  })

  it("takes one find where two overlap, the secret first", () => {
    assert.strictEqual(conceal(["AOP55412345"], ["AOP-554"]).inProse("AOP55412345"), "<redacted>")
  })

  it("cuts what is long, and no number in two before it is concealed", () => {
    const shown = conceal([account]).inProse(`${"x".repeat(593)} ${account}${"x".repeat(9000)}`)
    assert.strictEqual(shown.length, 600)
    assert.notInclude(shown, "102277")
  })

  it("shows nothing where more account numbers are named than are looked for", () => {
    const many = Array.from({ length: 9 }, (_, index) => `${10_000 + index}`)
    assert.strictEqual(conceal(many).inProse("of 10008"), "<redacted>")
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
