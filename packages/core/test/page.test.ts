import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted, Result, Schema } from "effect"
import { PageExamples } from "../src/testing.ts"
import { InquiryBody } from "../src/Provider/AopayWire.ts"
import { read } from "./reading.ts"
import { invalidSignatureAnswer, page, publishedRefundedAnswer, request } from "./fixtures/page.ts"

const mended = publishedRefundedAnswer.replace('    status": "0"', '    "status": "0"')

describe("the provider's page", () => {
  it.effect("its request is our inquiry body", () =>
    Effect.gen(function* () {
      const body = yield* Schema.decodeEffect(Schema.fromJsonString(InquiryBody))(request)
      assert.deepStrictEqual(body, {
        referenceid: PageExamples.referenceId,
        RegistrationID: PageExamples.registrationId
      })
    })
  )

  it("its 200 example is not JSON as published, and undecodable", () => {
    assert.notStrictEqual(mended, publishedRefundedAnswer)
    const error = Result.getOrThrow(Result.flip(read(publishedRefundedAnswer)))
    assert.strictEqual(error._tag, "UndecodableAnswer")
    assert.strictEqual(error.rawBody && Redacted.value(error.rawBody), publishedRefundedAnswer)
  })

  it("our example is the page's, byte for byte but for the missing quote", () => {
    assert.strictEqual(PageExamples.refundedAnswer, mended)
  })

  it("its 200 example, mended, is Refunded", () => {
    assert.strictEqual(Result.getOrThrow(read(mended)).verdict, "Refunded")
  })

  it("its 401 example is ours byte for byte, and is code 7", () => {
    assert.strictEqual(PageExamples.invalidSignatureAnswer, invalidSignatureAnswer)
    const error = Result.getOrThrow(Result.flip(read(invalidSignatureAnswer, 401)))
    assert.strictEqual(error._tag, "InvalidSignature")
    assert.strictEqual(error.message, "Invalid signature encoding")
  })

  it("its table spells the code of a 401 responsecode, its example response_code: both are read", () => {
    assert.include(page, "responsecode integer")
    const respelt = invalidSignatureAnswer.replace("response_code", "responsecode")
    assert.notStrictEqual(respelt, invalidSignatureAnswer)
    const error = Result.getOrThrow(Result.flip(read(respelt, 401)))
    assert.strictEqual(error._tag, "InvalidSignature")
  })
})
