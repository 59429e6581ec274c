/** What the core's stub layer says of the scenario catalogue, as the gateway would answer with it. */
import {
  BillPaymentStatus,
  type InquiryError,
  inquiryErrorToJson,
  type PaymentStatus,
  paymentStatusToJson
} from "@bill-payment-status/core"
import { PageExamples, type Scenario, scenarios } from "@bill-payment-status/core/testing"
import { Effect, Result } from "effect"
import { compatibleProblem, eventNames, inquiryProblem } from "../src/index.ts"
import type { Json, MediaType, Operation, Reference } from "./Document.ts"

const requestId = "9ebda2bcb33d-1"

interface Told {
  readonly scenario: Scenario
  readonly result: Result.Result<PaymentStatus, InquiryError>
}

/** One scenario for each thing that can be said: the first that says it. */
const oneOfEach = scenarios.filter(
  ({ outcomes: [outcome] }, index) =>
    scenarios.findIndex(({ outcomes: [other] }) => other === outcome) === index
)

const tellAll = Effect.gen(function* () {
  const statuses = yield* BillPaymentStatus
  return yield* Effect.forEach(oneOfEach, (scenario) =>
    Effect.map(
      Effect.result(statuses.inspect({ referenceId: scenario.example })),
      (result): Told => ({ scenario, result })
    )
  )
})

interface Example {
  readonly name: string
  readonly summary: string
  readonly value: unknown
  /** Where it may stand. */
  readonly in: ReadonlyArray<{
    readonly operationId: string
    /** A status, or `request`. */
    readonly place: string
    readonly type: string
  }>
}

const json = "application/json"
const problem = "application/problem+json"

const at = (operationId: string, place: number | "request", type: string) => ({
  operationId,
  place: String(place),
  type
})

const statusExample = (summary: string, status: PaymentStatus): Example => ({
  name: status.verdict,
  summary,
  value: paymentStatusToJson(status),
  in: [at("status", 200, json)]
})

const problemExamples = (summary: string, error: InquiryError): ReadonlyArray<Example> => {
  const asked = inquiryProblem(error, requestId)
  const compatible = compatibleProblem(error, requestId)
  return [
    { name: error._tag, summary, value: asked, in: [at("status", asked.status, problem)] },
    ...(isPassedOn(error)
      ? []
      : [
          {
            name: `Compatible${error._tag}`,
            summary,
            value: compatible,
            in: [at("billPaymentStatus", compatible.status, problem)]
          }
        ])
  ]
}

const isPassedOn = ({ responseCode }: InquiryError): boolean =>
  responseCode !== null && responseCode >= 2 && responseCode <= 7

const examplesOf = ({ result, scenario: { summary } }: Told): ReadonlyArray<Example> =>
  Result.match(result, {
    onSuccess: (status) => [statusExample(summary, status)],
    onFailure: (error) => problemExamples(summary, error)
  })

const inBatch = ({ result }: Told) =>
  Result.match(result, {
    onSuccess: (status) => paymentStatusToJson(status),
    onFailure: inquiryErrorToJson
  })

const isFor = (references: ReadonlyArray<string>) => (told: Told) =>
  references.includes(told.scenario.example)

const batchExamples = (all: ReadonlyArray<Told>): ReadonlyArray<Example> => {
  const references = ["paid-1", "not-found-1"]
  const results = all.filter(isFor(references)).map(inBatch)
  return [
    {
      name: "BatchQuestion",
      summary: "two references",
      value: { references },
      in: [at("batch", "request", json)]
    },
    {
      name: "BatchAnswer",
      summary: "one paid, one not found",
      value: { results },
      in: [at("batch", 200, json)]
    },
    {
      name: "BatchLine",
      summary: "a line",
      value: results[0],
      in: [at("batch", 200, "application/x-ndjson")]
    }
  ]
}

const eventExamples = (all: ReadonlyArray<Told>): ReadonlyArray<Example> =>
  all.filter(isFor(["pending-1", "code-7-1"])).map(({ result }) =>
    Result.match(result, {
      onSuccess: (status) => ({
        name: "ChangeEvent",
        summary: "the first event",
        value: {
          id: `${status.verdict}@${paymentStatusToJson(status).checkedAt}`,
          event: "message",
          data: JSON.stringify({ ...paymentStatusToJson(status), previous: null })
        },
        in: [at("events", 200, "text/event-stream")]
      }),
      onFailure: (error) => ({
        name: "ProblemEvent",
        summary: "the question failed for good",
        value: {
          event: eventNames.problem,
          data: JSON.stringify(inquiryProblem(error, requestId))
        },
        in: [at("events", 200, "text/event-stream")]
      })
    })
  )

const pageExamples: ReadonlyArray<Example> = [
  {
    name: "Inquiry",
    summary: "the page's own question",
    value: {
      referenceid: PageExamples.referenceId,
      RegistrationID: PageExamples.registrationId
    },
    in: [at("billPaymentStatus", "request", json)]
  },
  {
    name: "Record",
    summary: "the page's own answer",
    value: JSON.parse(PageExamples.refundedAnswer),
    in: [at("billPaymentStatus", 200, json)]
  },
  {
    name: "Refusal",
    summary: "the page's own 401",
    value: JSON.parse(PageExamples.invalidSignatureAnswer),
    in: [at("billPaymentStatus", 401, json)]
  }
]

const ownExamples: ReadonlyArray<Example> = [
  { name: "Live", summary: "up", value: { status: "ok" }, in: [at("live", 200, json)] },
  {
    name: "Ready",
    summary: "ready",
    value: {
      status: "ready",
      provider: "reachable",
      circuit: "closed",
      load: "normal",
      stopping: false
    },
    in: [at("ready", 200, json)]
  }
]

export const collectExamples = Effect.map(tellAll, (all): ReadonlyArray<Example> => [
  ...all.flatMap(examplesOf),
  ...batchExamples(all),
  ...eventExamples(all),
  ...pageExamples,
  ...ownExamples
])

export const exampleComponents = (
  examples: ReadonlyArray<Example>
): { readonly [name: string]: Json } =>
  Object.fromEntries(examples.map(({ name, summary, value }) => [name, { summary, value }]))

const reference = (name: string): Reference => ({ $ref: `#/components/examples/${name}` })

const withThose = (
  content: { readonly [type: string]: MediaType } | undefined,
  fitting: (type: string) => ReadonlyArray<Example>
): { readonly [type: string]: MediaType } =>
  Object.fromEntries(
    Object.entries(content ?? {}).map(([type, mediaType]) => {
      const named = fitting(type).map(({ name }) => [name, reference(name)] as const)
      return [
        type,
        named.length === 0 ? mediaType : { ...mediaType, examples: Object.fromEntries(named) }
      ]
    })
  )

export const withExamples = (operation: Operation, examples: ReadonlyArray<Example>): Operation => {
  const fitting = (place: string) => (type: string) =>
    examples.filter((example) =>
      example.in.some(
        (spot) =>
          spot.operationId === operation.operationId && spot.place === place && spot.type === type
      )
    )
  const responses = Object.entries(operation.responses).map(([status, response]) => [
    status,
    response.content === undefined
      ? response
      : { ...response, content: withThose(response.content, fitting(status)) }
  ])
  return {
    ...operation,
    ...(operation.requestBody === undefined
      ? {}
      : {
          requestBody: {
            ...operation.requestBody,
            content: withThose(operation.requestBody.content, fitting("request"))
          }
        }),
    responses: Object.fromEntries(responses)
  }
}
