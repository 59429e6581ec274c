/**
 * Every story that the stub layer and the mock server can tell. A reference
 * that begins with a scenario's name plays it: `paid-1`, `code-7-x`.
 */
import { DateTime } from "effect"
import type { InquiryError } from "../InquiryError.ts"
import type { Verdict } from "../Verdict.ts"
import { type Life, life, stageAt, recordStates, stageBody } from "./Life.ts"
import * as PageExamples from "./PageExamples.ts"
import * as Reply from "./Reply.ts"
import { refusalBody } from "./SampleRecord.ts"

/** What a caller is told: a verdict, or the tag of an error. */
export type Outcome = Verdict | InquiryError["_tag"]

/** What a scenario is about: a payment that lives, or one reply for ever. */
export type Story =
  | {
      readonly _tag: "Life"
      readonly stages: Life
      /** When the payment was added; else when its life began. */
      readonly addedAt?: DateTime.Utc
    }
  | {
      readonly _tag: "Says"
      readonly reply: (referenceId: string, seed: number) => Reply.Reply
    }

/** A story that a reference plays by its name. */
export interface Scenario {
  readonly name: string
  /** A reference that plays it. */
  readonly example: string
  readonly summary: string
  /** What a caller is told, in order; the last one stays. */
  readonly outcomes: readonly [Outcome, ...Array<Outcome>]
  readonly story: Story
}

/** A moment in the life of a reference. */
export interface Moment {
  readonly now: DateTime.Utc
  readonly beganAt: DateTime.Utc
  readonly seed: number
}

/** What AOPay would say at this moment. */
export const tell = (story: Story, referenceId: string, { beganAt, now, seed }: Moment) => {
  if (story._tag === "Says") return story.reply(referenceId, seed)
  const stage = story.stages[stageAt(story.stages, DateTime.distance(beganAt, now))]
  const addedAt = story.addedAt ?? beganAt
  return Reply.json(
    200,
    stageBody(referenceId, stage ?? story.stages[0], { addedAt, beganAt }, { seed })
  )
}

/** When the payment of a scenario that does not change was added. */
const longAgo = DateTime.makeUnsafe("2026-01-15T05:00:00Z")

const named = (
  name: string,
  outcomes: Scenario["outcomes"],
  summary: string,
  story: Story
): Scenario => ({ name, example: `${name}-1`, summary, outcomes, story })

const says = (reply: (referenceId: string, seed: number) => Reply.Reply): Story => ({
  _tag: "Says",
  reply
})

const settled = (name: string, summary: string, stages: Life) =>
  named(name, [recordStates[stages[0].state].verdict], summary, {
    _tag: "Life",
    stages,
    addedAt: longAgo
  })

const lives = (name: string, summary: string, stages: Life) => {
  const [first, ...later] = stages
  const outcomes: Scenario["outcomes"] = [
    recordStates[first.state].verdict,
    ...later.map(({ state }) => recordStates[state].verdict)
  ]
  return named(name, outcomes, summary, { _tag: "Life", stages })
}

const refusal = (
  name: string,
  tag: InquiryError["_tag"],
  httpStatus: number,
  responseCode: number,
  message: string
) =>
  named(
    name,
    [tag],
    `code ${responseCode}: ${message}`,
    says(() => Reply.json(httpStatus, refusalBody(responseCode, message)))
  )

const paidBody = (referenceId: string, seed: number): string =>
  stageBody(referenceId, life("paid")[0], { addedAt: longAgo, beganAt: longAgo }, { seed })

const pageExample: Scenario = {
  name: PageExamples.referenceId,
  example: PageExamples.referenceId,
  summary: "the page's own example",
  outcomes: ["Refunded"],
  story: says(() => Reply.json(200, PageExamples.refundedAnswer))
}

const notFound = refusal("not-found", "TransactionNotFound", 200, 2, "Transaction not found")

/** Every scenario, in the order people look for them. */
export const scenarios: ReadonlyArray<Scenario> = [
  pageExample,
  settled("paid", "paid, long ago", life("paid")),
  settled("pending", "stays pending", life("pending")),
  lives("pending-then-paid", "pending, paid after 1 minute", life("pending", ["1 minute", "paid"])),
  lives(
    "pending-then-refunded",
    "pending, refunded after 10 minutes",
    life("pending", ["10 minutes", "refunded"])
  ),
  lives(
    "pending-then-refund-due",
    "pending, failed after 1 minute, refunded after 3 days",
    life("pending", ["1 minute", "refund-due"], ["3 days", "refunded"])
  ),
  lives(
    "paid-then-refunded",
    "paid, and after 3 days refunded all the same",
    life("paid", ["3 days", "refunded"])
  ),
  settled("refund-due", "failed, money not back yet", life("refund-due")),
  settled("refunded", "failed, money back in the wallet", life("refunded")),
  settled("conflict", "successful and refunded at once", life("conflict")),
  notFound,
  refusal("code-3", "ServiceDisabled", 404, 3, "Bill payment service is disabled"),
  refusal("code-4", "InquiryRejected", 401, 4, "Validation error"),
  refusal("code-5", "UnableToProcess", 401, 5, "Unable to process the request"),
  refusal("code-6", "TokenRejected", 412, 6, "Token error"),
  named(
    "code-7",
    ["InvalidSignature"],
    "code 7: the page's own 401",
    says(() => Reply.json(401, PageExamples.invalidSignatureAnswer))
  ),
  refusal("code-99", "UnknownResponseCode", 200, 99, "A code that nobody listed"),
  named(
    "drifting",
    ["Paid"],
    "paid, with a tax that cannot be read",
    says((referenceId, seed) =>
      Reply.json(200, paidBody(referenceId, seed).replace(/"tds":"[^"]*"/, '"tds":"N/A"'))
    )
  ),
  named(
    "timeout",
    ["ProviderTimeout"],
    "never answers",
    says(() => Reply.hang)
  ),
  named(
    "reset",
    ["ProviderUnreachable"],
    "closes the connection",
    says(() => Reply.reset)
  ),
  named(
    "truncated",
    ["ProviderUnreachable"],
    "cuts a paid answer off half-way",
    says((referenceId, seed) => Reply.truncated(paidBody(referenceId, seed)))
  ),
  named(
    "html",
    ["UndecodableAnswer"],
    "HTTP 200 with a web page",
    says(() => Reply.html(200, "Maintenance"))
  ),
  named(
    "unavailable",
    ["ProviderUnavailable"],
    "HTTP 503 with a web page",
    says(() => Reply.html(503, "503 Service Unavailable"))
  ),
  named(
    "other-reference",
    ["MismatchedReference"],
    "a paid answer about another reference",
    says((referenceId, seed) => Reply.json(200, paidBody(`not-${referenceId}`, seed)))
  )
]

const longestNameFirst = scenarios
  .filter((scenario) => scenario !== pageExample)
  .toSorted((one, other) => other.name.length - one.name.length)

/** The scenario that a reference names; undefined when nobody described it. */
export const scenarioNamed = (referenceId: string): Scenario | undefined =>
  referenceId === PageExamples.referenceId
    ? pageExample
    : longestNameFirst.find(({ name }) => referenceId.startsWith(`${name}-`))

/** The scenario a reference plays; code 2 for a reference nobody described. */
export const scenarioFor = (referenceId: string): Scenario => scenarioNamed(referenceId) ?? notFound
