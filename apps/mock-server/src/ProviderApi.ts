/** AOPay's own route as a contract, from the same schemas that read its answers. */
import { inquiryPath } from "@bill-payment-status/core"
import {
  InquiryBody,
  PageExamples,
  RecordBody,
  RefusalBody,
  scenarios,
  tell
} from "@bill-payment-status/core/testing"
import { DateTime } from "effect"
import { HttpApi, HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api"

const Refusal = RefusalBody.annotate({
  identifier: "Refusal",
  description: "No record: the code says why. Decide on the code, not on the HTTP status."
})

class InquiryApi extends HttpApiGroup.make("inquiry").add(
  HttpApiEndpoint.post("billPaymentStatus", inquiryPath, {
    payload: InquiryBody.annotate({ identifier: "Inquiry" }),
    success: [
      RecordBody.annotate({
        identifier: "Record",
        description: "A record was found; data.status and data.refunded say what became of it."
      }),
      Refusal
    ],
    error: [401, 404, 412].map((status) => Refusal.pipe(HttpApiSchema.status(status)))
  }).annotateMerge(OpenApi.annotations({ summary: "Ask what became of a payment" }))
) {}

/** The contract without examples. */
class ProviderApi extends HttpApi.make("aopay")
  .add(InquiryApi)
  .annotateMerge(
    OpenApi.annotations({
      title: "AOPay BillPaymentStatus",
      version: "1",
      description:
        "What AOPay's page documents, and how its answers are known to vary (numbers for text, both keys of the code)."
    })
  ) {}

const now = DateTime.makeUnsafe("2026-01-15T05:00:00Z")

/** What the mock server answers, by HTTP status and scenario. */
const examples = scenarios.flatMap(({ example, name, story, summary }) => {
  const reply = tell(story, example, { now, beganAt: now, seed: 0 })
  return reply._tag === "Answer" && reply.contentType === "application/json"
    ? [{ status: reply.httpStatus, name, summary, value: JSON.parse(reply.body) as unknown }]
    : []
})

const json = "application/json"

/** Answers may have fields nobody documents, and either spelling of the code; the schemas decode both. */
const asSeen = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(asSeen)
  if (typeof value !== "object" || value === null) return value
  const entries = Object.entries(value)
    .filter(([name, inner]) => name !== "additionalProperties" || inner !== false)
    .map(([name, inner]): [string, unknown] => [
      name,
      name === "required" && Array.isArray(inner)
        ? inner.filter((field) => field !== "response_code")
        : asSeen(inner)
    ])
  const seen: { [name: string]: unknown } = Object.fromEntries(entries)
  if ("response_code" in seen) seen["responsecode"] = seen["response_code"]
  return seen
}

/** The contract with the mock server's answers as examples: OpenAPI 3.1. */
export const providerOpenApi = () => {
  const { components, paths, ...rest } = OpenApi.fromApi(ProviderApi)
  const operation = paths[inquiryPath]?.post
  const responses = Object.entries(operation?.responses ?? {}).map(([status, response]) => {
    const named = examples
      .filter((example) => String(example.status) === status)
      .map(({ name, summary, value }) => [name, { summary, value }])
    const schema = response.content?.[json]
    const content = { [json]: { ...schema, examples: Object.fromEntries(named) } }
    return [status, { ...response, content }]
  })
  const asked = {
    referenceid: PageExamples.referenceId,
    RegistrationID: PageExamples.registrationId
  }
  const question = { ...operation?.requestBody?.content[json], example: asked }
  return {
    ...rest,
    components: asSeen(components),
    paths: {
      [inquiryPath]: {
        post: {
          ...operation,
          requestBody: { content: { [json]: question }, required: true },
          responses: Object.fromEntries(responses)
        }
      }
    }
  }
}
