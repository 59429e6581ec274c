import { assert, it } from "@effect/vitest"
import { InquiryError } from "@bill-payment-status/core"
import { Effect } from "effect"
import { FetchHttpClient } from "effect/http"
import { inquiryProblems, makeApiClient } from "../src/index.ts"

const tagsOf = (classes: ReadonlyArray<{ readonly identifier: string }>) =>
  classes.map(({ identifier }) => identifier).toSorted()

it("every error of the core is a problem of the gateway", () => {
  assert.deepStrictEqual(tagsOf(inquiryProblems), tagsOf(InquiryError.members))
})

it.effect("the typed client follows the contract", () =>
  Effect.gen(function* () {
    const client = yield* makeApiClient("http://gateway.test")
    const status = yield* client.transactions
      .status({ params: { reference: "1" }, query: {}, headers: {} })
      .pipe(
        Effect.provideService(FetchHttpClient.Fetch, async () =>
          Response.json(
            {
              type: "/problems/invalid-signature",
              tag: "InvalidSignature",
              detail: "no",
              referenceId: "1",
              responseCode: 7,
              httpStatus: 401,
              retry: "never",
              advice: "alert",
              requestId: "1"
            },
            { status: 502, headers: { "content-type": "application/problem+json" } }
          )
        ),
        Effect.catchTag("InvalidSignature", ({ advice }) => Effect.succeed(advice))
      )
    assert.strictEqual(status, "alert")
  }).pipe(Effect.provide(FetchHttpClient.layer))
)
