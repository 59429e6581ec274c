/**
 * Every story that the stub layer and the mock server can tell. A reference
 * that begins with a scenario's name plays it: `paid-1`, `code-7-x`.
 */
import { DateTime, Duration } from "effect"
import type { InquiryError } from "../InquiryError.ts"
import type { Verdict } from "../Verdict.ts"
import * as PageExamples from "./PageExamples.ts"
import * as Reply from "./Reply.ts"
import { recordBody, type RecordState, refusalBody } from "./SampleRecord.ts"

/** What a caller is told: a verdict, or the tag of an error. */
type Outcome = Verdict | InquiryError["_tag"]

/** A moment in the life of a reference. */
interface Moment {
  readonly now: DateTime.Utc
  readonly firstAskedAt: DateTime.Utc
}

/** A story that a reference plays by its name. */
export interface Scenario {
  readonly name: string
  /** A reference that plays it. */
  readonly example: string
  readonly summary: string
  /** What a caller is told, in order; the last one stays. */
  readonly outcomes: readonly [Outcome, ...Array<Outcome>]
  readonly reply: (referenceId: string, moment: Moment) => Reply.Reply
}

const paid: RecordState = { status: "1", refunded: false, message: "Transaction Successful" }
const pending: RecordState = { status: "2", refunded: false, message: "Transaction Pending" }
const refundDue: RecordState = { status: "0", refunded: false, message: "Transaction Failed" }
const refunded: RecordState = { status: "0", refunded: true, message: "Transaction Refunded" }
const conflict: RecordState = { status: "1", refunded: true, message: "Transaction Successful" }

/** When the payment of a scenario that does not change was added. */
const longAgo = DateTime.makeUnsafe("2026-01-15T05:00:00Z")

const named = (
  name: string,
  outcomes: Scenario["outcomes"],
  summary: string,
  reply: Scenario["reply"]
): Scenario => ({ name, example: `${name}-1`, summary, outcomes, reply })

const record = (name: string, verdict: Verdict, summary: string, state: RecordState) =>
  named(name, [verdict], summary, (referenceId) =>
    Reply.json(200, recordBody(referenceId, state, longAgo))
  )

const pendingThen = (
  name: string,
  verdict: Verdict,
  summary: string,
  after: Duration.Duration,
  atLast: RecordState
) =>
  named(name, ["Pending", verdict], summary, (referenceId, { firstAskedAt, now }) => {
    const changed = Duration.isGreaterThanOrEqualTo(DateTime.distance(firstAskedAt, now), after)
    return Reply.json(200, recordBody(referenceId, changed ? atLast : pending, firstAskedAt))
  })

const refusal = (
  name: string,
  tag: InquiryError["_tag"],
  httpStatus: number,
  responseCode: number,
  message: string
) =>
  named(name, [tag], `code ${responseCode}: ${message}`, () =>
    Reply.json(httpStatus, refusalBody(responseCode, message))
  )

const pageExample: Scenario = {
  name: PageExamples.referenceId,
  example: PageExamples.referenceId,
  summary: "the page's own example",
  outcomes: ["Refunded"],
  reply: () => Reply.json(200, PageExamples.refundedAnswer)
}

const notFound = refusal("not-found", "TransactionNotFound", 200, 2, "Transaction not found")

/** Every scenario, in the order people look for them. */
export const scenarios: ReadonlyArray<Scenario> = [
  pageExample,
  record("paid", "Paid", "paid, long ago", paid),
  record("pending", "Pending", "stays pending", pending),
  pendingThen(
    "pending-then-paid",
    "Paid",
    "pending, paid after 1 minute",
    Duration.minutes(1),
    paid
  ),
  pendingThen(
    "pending-then-refunded",
    "Refunded",
    "pending, refunded after 10 minutes",
    Duration.minutes(10),
    refunded
  ),
  record("refund-due", "RefundDue", "failed, money not back yet", refundDue),
  record("refunded", "Refunded", "failed, money back in the wallet", refunded),
  record("conflict", "Conflict", "successful and refunded at once", conflict),
  notFound,
  refusal("code-3", "ServiceDisabled", 404, 3, "Bill payment service is disabled"),
  refusal("code-4", "InquiryRejected", 401, 4, "Validation error"),
  refusal("code-5", "UnableToProcess", 401, 5, "Unable to process the request"),
  refusal("code-6", "TokenRejected", 412, 6, "Token error"),
  named("code-7", ["InvalidSignature"], "code 7: the page's own 401", () =>
    Reply.json(401, PageExamples.invalidSignatureAnswer)
  ),
  refusal("code-99", "UnknownResponseCode", 200, 99, "A code that nobody listed"),
  named("drifting", ["Paid"], "paid, with a tax that cannot be read", (referenceId) =>
    Reply.json(200, recordBody(referenceId, paid, longAgo).replace(/"tds":"[^"]*"/, '"tds":"N/A"'))
  ),
  named("timeout", ["ProviderTimeout"], "never answers", () => Reply.hang),
  named("reset", ["ProviderUnreachable"], "closes the connection", () => Reply.reset),
  named("truncated", ["ProviderUnreachable"], "cuts a paid answer off half-way", (referenceId) =>
    Reply.truncated(recordBody(referenceId, paid, longAgo))
  ),
  named("html", ["UndecodableAnswer"], "HTTP 200 with a web page", () =>
    Reply.html(200, "Maintenance")
  ),
  named("unavailable", ["ProviderUnavailable"], "HTTP 503 with a web page", () =>
    Reply.html(503, "503 Service Unavailable")
  ),
  named(
    "other-reference",
    ["MismatchedReference"],
    "a paid answer about another reference",
    (referenceId) => Reply.json(200, recordBody(`not-${referenceId}`, paid, longAgo))
  )
]

const longestNameFirst = scenarios
  .filter((scenario) => scenario !== pageExample)
  .toSorted((one, other) => other.name.length - one.name.length)

/** The scenario a reference plays; code 2 for a reference nobody described. */
export const scenarioFor = (referenceId: string): Scenario =>
  referenceId === PageExamples.referenceId
    ? pageExample
    : (longestNameFirst.find(({ name }) => referenceId.startsWith(`${name}-`)) ?? notFound)
