import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import { FinalAnswers, finalFor } from "../../src/Transactions/FinalAnswers.ts"

const body = Buffer.from("{}")

const remembering = (bytesAtMost = 1024 * 1024) => {
  const clock = { now: 0 }
  return { clock, finals: new FinalAnswers({ bytesAtMost, now: () => clock.now }) }
}

const Registration = Schema.UndefinedOr(Schema.Literals(["", "a", "b", "a\nb"]))
const Reference = Schema.Literals(["", "a", "b", "a\nb", "\na"])

describe("final answers", () => {
  it("are kept for an hour from when AOPay said them", () => {
    const { clock, finals } = remembering()
    clock.now = 1000
    finals.keep("r", "x", { body, checkedAt: 0 })
    clock.now = finalFor - 1
    assert.strictEqual(finals.find("r", "x")?.body, body)
    clock.now = finalFor
    assert.isUndefined(finals.find("r", "x"))
    assert.strictEqual(finals.size, 0)
  })

  it("take no more memory than they may: what was not asked for the longest time goes", () => {
    const { finals } = remembering(2000)
    for (const reference of ["a", "b", "c"]) finals.keep("r", reference, { body, checkedAt: 0 })
    assert.isDefined(finals.find("r", "a"))
    finals.keep("r", "d", { body, checkedAt: 0 })
    finals.keep("r", "e", { body, checkedAt: 0 })
    assert.isDefined(finals.find("r", "a"))
    assert.isUndefined(finals.find("r", "b"))
    finals.keep("r", "huge", { body: Buffer.alloc(5000), checkedAt: 0 })
    assert.isUndefined(finals.find("r", "huge"))
  })

  it("are not replaced by what was said before", () => {
    const { finals } = remembering()
    finals.keep("r", "x", { body, checkedAt: 20 })
    finals.keep("r", "x", { body, checkedAt: 10 })
    assert.strictEqual(finals.find("r", "x")?.checkedAt, 20)
  })

  it("are forgotten when something else was said", () => {
    const { finals } = remembering()
    finals.keep("r", "x", { body, checkedAt: 0 })
    finals.forget("other", "x")
    assert.isDefined(finals.find("r", "x"))
    finals.forget("r", "x")
    assert.isUndefined(finals.find("r", "x"))
  })

  it.prop(
    "are found for the same registration and reference only",
    [Registration, Reference, Registration, Reference],
    ([registration, reference, otherRegistration, otherReference]) => {
      const { finals } = remembering()
      finals.keep(registration, reference, { body, checkedAt: 0 })
      const isSame = registration === otherRegistration && reference === otherReference
      assert.strictEqual(finals.find(otherRegistration, otherReference) !== undefined, isSame)
    }
  )
})
