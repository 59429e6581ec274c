/** What everything that claims to be AOPay's BillPaymentStatus does on the wire, over the scenario catalogue. */
import { inquiryPath, readSavedAnswer, ReferenceId, Verdict } from "@bill-payment-status/core"
import { PageExamples, type Scenario, scenarios } from "@bill-payment-status/core/testing"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Result, Schema } from "effect"

/** How it is asked. */
export interface ProviderContractOptions {
  /** Sent with each question, e.g. a key. */
  readonly headers?: { readonly [name: string]: string }
}

interface Said {
  readonly httpStatus: number
  readonly body: string
}

const isVerdict = Schema.is(Verdict)

/** The refusals of the table of response codes, and the HTTP status of each. */
const refusals: { readonly [tag: string]: number } = {
  TransactionNotFound: 200,
  ServiceDisabled: 404,
  InquiryRejected: 401,
  UnableToProcess: 401,
  TokenRejected: 412,
  InvalidSignature: 401
}

/** What AOPay's answer to a scenario must have as HTTP status; undefined where it gives no answer. */
const httpStatusOf = ({ outcomes: [outcome] }: Scenario): number | undefined =>
  isVerdict(outcome) ? 200 : refusals[outcome]

const answered = scenarios.flatMap((scenario) => {
  const httpStatus = httpStatusOf(scenario)
  const { example, outcomes } = scenario
  return httpStatus === undefined ? [] : [{ example, outcome: outcomes[0], httpStatus }]
})

const read = (referenceId: string, said: Said) =>
  Effect.runSync(
    Effect.result(readSavedAnswer({ ...said, referenceId: ReferenceId.make(referenceId) }))
  )

const outcomeOf = (referenceId: string, said: Said): string =>
  Result.match(read(referenceId, said), {
    onSuccess: ({ verdict }) => verdict,
    onFailure: ({ _tag }) => _tag
  })

/**
 * Registers the suite with vitest. `baseUrl` is asked for before each test, so a server may be started by
 * then. It must answer from the scenario catalogue: the mock server, or whatever passes its answers on.
 */
export const providerContract = (
  name: string,
  baseUrl: () => string,
  { headers = {} }: ProviderContractOptions = {}
): void => {
  const ask = async (body: object): Promise<Said> => {
    const response = await fetch(baseUrl() + inquiryPath, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body)
    })
    return { httpStatus: response.status, body: await response.text() }
  }

  const askAs = (RegistrationID: string, referenceid: string) =>
    ask({ referenceid, RegistrationID })
  const askAbout = (reference: string) => askAs(PageExamples.registrationId, reference)

  describe(`Provider contract: ${name}`, () => {
    it.each(answered)("$example is $outcome, HTTP $httpStatus", async (expected) => {
      const said = await askAbout(expected.example)
      assert.strictEqual(outcomeOf(expected.example, said), expected.outcome)
      assert.strictEqual(said.httpStatus, expected.httpStatus)
    })

    it("the page's example is the page's answer", async () => {
      const { body } = await askAbout(PageExamples.referenceId)
      assert.deepStrictEqual(JSON.parse(body), JSON.parse(PageExamples.refundedAnswer))
    })

    it("a record is about the reference that was asked for, its leading zeros kept", async () => {
      const { body } = await askAbout("paid-000123")
      assert.strictEqual(JSON.parse(body).data.refid, "paid-000123")
    })

    it("a reference nobody sent is code 2", async () => {
      const said = await askAbout("nobody-sent-this")
      assert.strictEqual(outcomeOf("nobody-sent-this", said), "TransactionNotFound")
    })

    it("an unknown registration is code 7", async () => {
      const said = await askAs("AOP-000", "paid-1")
      assert.strictEqual(outcomeOf("paid-1", said), "InvalidSignature")
      assert.strictEqual(said.httpStatus, 401)
    })
  })
}
