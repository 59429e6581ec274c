import { assert, expect, it } from "@effect/vitest"
import { inquiryPath } from "@bill-payment-status/core"
import { PageExamples, wireQuirks } from "@bill-payment-status/core/testing"
import { Ajv2020 } from "ajv/dist/2020.js"
import { providerOpenApi } from "../src/index.ts"

const spec = providerOpenApi()

it("openapi.json is what the provider's contract says", async () => {
  await expect(`${JSON.stringify(spec, null, 2)}\n`).toMatchFileSnapshot("../openapi.json")
})

interface Content {
  readonly schema: object
  readonly example?: unknown
  readonly examples?: { readonly [name: string]: { readonly value: unknown } }
}

/** Fails with what ajv says unless the value is as the schema says. */
const assertValid = (schema: object, value: unknown): void => {
  const ajv = new Ajv2020({ strict: false })
  const validate = ajv.compile({ ...schema, components: spec.components })
  assert.isTrue(validate(value), ajv.errorsText(validate.errors))
}

it("every example in it validates", () => {
  const { requestBody, responses } = spec.paths[inquiryPath]?.post ?? {}
  const contents: ReadonlyArray<Content> = JSON.parse(
    JSON.stringify([requestBody, ...Object.values(responses ?? {})])
  ).map(({ content }: { content: { "application/json": Content } }) => content["application/json"])
  let checked = 0
  for (const { example, examples = {}, schema } of contents)
    for (const value of [example, ...Object.values(examples).map((each) => each.value)])
      if (value !== undefined) {
        assertValid(schema, value)
        checked += 1
      }
  assert.isAbove(checked, 15)
})

it("so does an answer with every quirk that can be read", () => {
  const schema = { $ref: "#/components/schemas/Record" }
  for (const { apply, name, readable } of wireQuirks.filter((quirk) => quirk.readable)) {
    const { body } = apply({ contentType: "application/json", body: PageExamples.refundedAnswer })
    assert.isTrue(readable, name)
    assertValid(schema, JSON.parse(body))
  }
})

it("what is no answer does not", () => {
  const { responses } = spec.paths[inquiryPath]?.post ?? {}
  const ok: { content: { "application/json": Content } } = JSON.parse(
    JSON.stringify(responses?.["200"])
  )
  assert.throws(() => assertValid(ok.content["application/json"].schema, { response_code: [] }))
})
