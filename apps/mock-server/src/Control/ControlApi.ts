/** `/_mock`: how tests and people drive the mock server. Server, typed client and OpenAPI come from here. */
import { DurationText, ReferenceId } from "@bill-payment-status/core"
import { DateTime, Schema, SchemaGetter } from "effect"
import {
  HttpApi,
  HttpApiEndpoint,
  HttpApiError,
  HttpApiGroup,
  HttpApiMiddleware,
  OpenApi
} from "effect/http-api"
import { Expectation } from "../Engine/Expectation.ts"
import { FaultRule } from "../Engine/Fault.ts"
import { QuirkName } from "../Engine/QuirkName.ts"
import { TimeText, UpToACentury, UpToAnHour } from "../Engine/Time.ts"
import { TransactionPlan } from "../Engine/TransactionPlan.ts"
import { Scale } from "../Engine/VirtualClock.ts"

/** ISO 8601 text; inside, milliseconds since 1970. */
const Instant = TimeText.pipe(
  Schema.decodeTo(Schema.Finite, {
    decode: SchemaGetter.transform((text) => DateTime.toEpochMillis(DateTime.makeUnsafe(text))),
    encode: SchemaGetter.transform((millis) => DateTime.formatIso(DateTime.makeUnsafe(millis)))
  })
)

/** Where time is and how it passes. */
const ClockJson = Schema.Struct({
  now: Instant,
  frozen: Schema.Boolean,
  scale: Schema.Finite
}).annotate({ identifier: "Clock" })

/** Where a reference is in its life. */
const TransactionJson = Schema.Struct({
  referenceId: Schema.String,
  state: Schema.String,
  beganAt: Instant,
  next: Schema.NullOr(Schema.Struct({ state: Schema.String, at: Instant })),
  asked: Schema.Int
}).annotate({ identifier: "Transaction" })

/** One question and its answer. */
const JournalEntryJson = Schema.Struct({
  number: Schema.Int,
  at: Instant,
  referenceId: Schema.String,
  attempt: Schema.Int,
  told: Schema.String,
  httpStatus: Schema.Int,
  fault: Schema.NullOr(Schema.String),
  quirks: Schema.Array(Schema.String),
  hint: Schema.NullOr(Schema.String)
}).annotate({ identifier: "JournalEntry" })

/** What goes wrong with every reference of a namespace. */
const Trouble = Schema.Struct({
  faults: Schema.Array(FaultRule),
  quirks: Schema.Array(QuirkName)
}).annotate({ identifier: "Trouble" })

/** A story and a reference that plays it. */
const ScenarioJson = Schema.Struct({
  name: Schema.String,
  example: Schema.String,
  summary: Schema.String,
  outcomes: Schema.Array(Schema.String)
}).annotate({ identifier: "Scenario" })

const Named = Schema.Struct({ name: Schema.String, summary: Schema.String })

/** Everything the page shows. */
const Overview = Schema.Struct({
  namespace: Schema.String,
  namespaces: Schema.Array(Schema.String),
  clock: ClockJson,
  faults: Schema.Array(FaultRule),
  quirks: Schema.Array(QuirkName),
  references: Schema.Int,
  transactions: Schema.Array(TransactionJson),
  journal: Schema.Array(JournalEntryJson)
}).annotate({ identifier: "Overview" })

export class NoSuchTransaction extends HttpApiError.Problem<NoSuchTransaction>()(
  "NoSuchTransaction",
  {
    type: "/problems/no-such-transaction",
    status: 404,
    title: "Nothing is known about this reference"
  },
  { detail: Schema.String }
) {}

const number = (least: number, most: number) =>
  Schema.FiniteFromString.check(Schema.isInt(), Schema.isBetween({ minimum: least, maximum: most }))

const referenceParams = { reference: ReferenceId }

const said = (summary: string) => OpenApi.annotations({ summary })

class Control extends HttpApiGroup.make("control")
  .add(
    HttpApiEndpoint.get("scenarios", "/_mock/scenarios", {
      success: Schema.Struct({
        scenarios: Schema.Array(ScenarioJson),
        faults: Schema.Array(Named),
        quirks: Schema.Array(Named)
      })
    }).annotateMerge(said("Every scenario, fault and quirk, with a reference that plays it")),
    HttpApiEndpoint.get("overview", "/_mock/overview", {
      query: { after: Schema.optionalKey(number(0, Number.MAX_SAFE_INTEGER)) },
      success: Overview
    }).annotateMerge(said("Everything the page shows; journal entries after a number")),
    HttpApiEndpoint.get("transaction", "/_mock/transactions/:reference", {
      params: referenceParams,
      success: TransactionJson,
      error: NoSuchTransaction
    }).annotateMerge(said("Where a reference is in its life")),
    HttpApiEndpoint.put("putTransaction", "/_mock/transactions/:reference", {
      params: referenceParams,
      payload: TransactionPlan,
      success: TransactionJson
    }).annotateMerge(said("Begin a life: a state, states with times, exact answers or a scenario")),
    HttpApiEndpoint.delete("deleteTransaction", "/_mock/transactions/:reference", {
      params: referenceParams,
      error: NoSuchTransaction
    }).annotateMerge(said("Forget a reference")),
    HttpApiEndpoint.get("clock", "/_mock/clock", { success: ClockJson }).annotateMerge(
      said("What time it is")
    ),
    HttpApiEndpoint.post("advance", "/_mock/clock/advance", {
      payload: Schema.Struct({ by: UpToACentury }),
      success: ClockJson
    }).annotateMerge(said("Move the clock on")),
    HttpApiEndpoint.post("freeze", "/_mock/clock/freeze", {
      payload: Schema.Struct({ at: Schema.optionalKey(Instant) }),
      success: ClockJson
    }).annotateMerge(said("Stop the clock, now or at a time")),
    HttpApiEndpoint.post("resume", "/_mock/clock/resume", {
      payload: Schema.Struct({ scale: Schema.optionalKey(Scale) }),
      success: ClockJson
    }).annotateMerge(said("Let time pass again, as fast as before or at a scale")),
    HttpApiEndpoint.get("trouble", "/_mock/trouble", { success: Trouble }).annotateMerge(
      said("The faults and quirks of every reference")
    ),
    HttpApiEndpoint.put("putTrouble", "/_mock/trouble", {
      payload: Schema.Struct({
        faults: Schema.optionalKey(Schema.Array(FaultRule)),
        quirks: Schema.optionalKey(Schema.Array(QuirkName))
      }),
      success: Trouble
    }).annotateMerge(
      said("Set the faults, the quirks, or both; [] ends them, and `times` count anew")
    ),
    HttpApiEndpoint.post("refuse", "/_mock/refuse", {
      payload: Schema.Struct({ for: UpToAnHour }),
      success: Schema.Struct({ refusedFor: DurationText })
    }).annotateMerge(said("Refuse every connection for a while, this one's answer aside")),
    HttpApiEndpoint.get("journal", "/_mock/journal", {
      query: {
        reference: Schema.optionalKey(Schema.String),
        since: Schema.optionalKey(Instant),
        until: Schema.optionalKey(Instant),
        limit: Schema.optionalKey(number(1, 1_000_000))
      },
      success: Schema.Struct({ entries: Schema.Array(JournalEntryJson) })
    }).annotateMerge(said("What was asked and answered, oldest first")),
    HttpApiEndpoint.post("verify", "/_mock/verify", {
      payload: Expectation,
      success: Schema.Struct({ pass: Schema.Boolean, difference: Schema.NullOr(Schema.String) })
    }).annotateMerge(
      said("Whether references were asked about as often, or in the order, expected")
    ),
    HttpApiEndpoint.post("reset", "/_mock/reset", {
      query: { all: Schema.optionalKey(Schema.Literals(["true", "false"])) },
      success: Schema.Struct({ reset: Schema.Array(Schema.String) })
    }).annotateMerge(said("As at the start: this namespace, or with ?all=true every one"))
  )
  .annotateMerge(OpenApi.annotations({ title: "Control" })) {}

export class ControlApi extends HttpApi.make("bill-status-mock")
  .add(Control)
  .middleware(HttpApiMiddleware.ProblemDetails)
  .annotate(HttpApi.PayloadParseOptions, { onExcessProperty: "error" })
  .annotate(HttpApi.QueryParseOptions, { onExcessProperty: "error" })
  .annotateMerge(
    OpenApi.annotations({
      title: "bill-status-mock",
      version: "1",
      description:
        "Drives the mock server. The header X-Mock-Namespace, or the path prefix /ns/{name}, names a world apart."
    })
  ) {}
