import { assert, expect, it } from "@effect/vitest"
import { inquiryFault } from "@bill-payment-status/core"
import { layerStub } from "@bill-payment-status/core/testing"
import { createConfig, lintFromString } from "@redocly/openapi-core"
import { DateTime, Effect } from "effect"
import { TestClock } from "effect/testing"
import { makeDocument } from "../openapi/makeDocument.ts"
import { identifierLimits } from "../openapi/Parameters.ts"

const document = await Effect.gen(function* () {
  yield* TestClock.setTime(DateTime.makeUnsafe("2026-02-01T00:00:00Z").epochMilliseconds)
  return yield* makeDocument
}).pipe(Effect.provide([layerStub, TestClock.layer()]), Effect.runPromise)

it("openapi.json is what the contract says", async () => {
  const written = `${JSON.stringify(document, null, 2)}\n`
  await expect(written).toMatchFileSnapshot("../openapi.json")
})

it("a strict linter has nothing to say", async () => {
  const config = await createConfig({ extends: ["recommended-strict"] })
  const source = JSON.stringify(document)
  const problems = await lintFromString({ source, absoluteRef: "openapi.json", config })
  assert.deepStrictEqual(
    problems.map(({ location, message, ruleId }) => [ruleId, message, location[0]?.pointer]),
    []
  )
})

it("no schema is named after how it was made", () => {
  assert.deepStrictEqual(
    Object.keys(document.components.schemas).filter((name) => /Encoded|_\d+$/.test(name)),
    []
  )
})

it("the limits of a reference are the core's", () => {
  const { maxLength, minLength } = identifierLimits
  const tags = [minLength - 1, minLength, maxLength, maxLength + 1].map(
    (length) => inquiryFault({ referenceId: "x".repeat(length) })?._tag
  )
  assert.deepStrictEqual(tags, ["InvalidInquiry", undefined, undefined, "InvalidInquiry"])
})
