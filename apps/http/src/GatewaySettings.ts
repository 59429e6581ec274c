/** What the gateway is told: everything has a default, and each setting has a variable. */
import { CallPolicy, DurationText, Setting } from "@bill-payment-status/core"
import { evenly, type Rate, RateText } from "@bill-payment-status/program"
import { Duration, Effect, type LogLevel, Option, Schema } from "effect"
import { logLevelOf, logLevelSetting } from "./Server/LogLevel.ts"

export interface GatewaySettings {
  /** For one attempt. */
  readonly timeout: Duration.Duration
  /** For one question over all attempts. */
  readonly deadline: Duration.Duration
  /** Attempts towards AOPay, all partners together; undefined is no limit. */
  readonly rate: Rate | undefined
  /** Attempts towards AOPay under way at the same time. */
  readonly concurrency: number
  /** Memory for final answers, in MiB. */
  readonly rememberedMebibytes: number
  readonly requestsAtMost: number
  readonly streamsAtMost: number
  /** How long requests under way may take once the gateway is told to stop. */
  readonly grace: Duration.Duration
  /** Whether each request is logged. */
  readonly requestLog: boolean
  /** From which gravity on the log is written. */
  readonly logLevel: LogLevel.LogLevel
}

const aDuration = "a duration such as 500ms, 2s, 2 seconds or 3 days"

const Count = (maximum: number) =>
  Schema.FiniteFromString.check(Schema.isInt(), Schema.isBetween({ minimum: 1, maximum }))

const count = (name: string, maximum: number) => ({
  name,
  schema: Count(maximum),
  expected: `a whole number between 1 and ${maximum}`
})

const duration = (name: string) => ({ name, schema: DurationText, expected: aDuration })

const rate = {
  name: "BILL_STATUS_RATE",
  schema: RateText,
  expected: "questions in a time, e.g. 50/s, 600/min or 1000/h"
}

const requestLog = {
  name: "BILL_STATUS_REQUEST_LOG",
  schema: Schema.Literals(["on", "off"]),
  expected: "on or off"
}

export const readGatewaySettings: Effect.Effect<GatewaySettings, Setting.InvalidSetting> =
  Effect.gen(function* () {
    const policy = yield* CallPolicy
    return {
      timeout: yield* Setting.readOr(duration("BILL_STATUS_TIMEOUT"), policy.attemptTimeout),
      deadline: yield* Setting.readOr(duration("BILL_STATUS_DEADLINE"), policy.deadline),
      rate: Option.getOrUndefined(Option.map(yield* Setting.readOptional(rate), evenly)),
      concurrency: yield* Setting.readOr(count("BILL_STATUS_CONCURRENCY", 1000), 256),
      rememberedMebibytes: yield* Setting.readOr(count("BILL_STATUS_REMEMBERED_MIB", 4096), 64),
      requestsAtMost: yield* Setting.readOr(count("BILL_STATUS_REQUESTS_AT_MOST", 100_000), 2000),
      streamsAtMost: yield* Setting.readOr(count("BILL_STATUS_STREAMS_AT_MOST", 100_000), 10_000),
      grace: yield* Setting.readOr(duration("BILL_STATUS_GRACE"), Duration.seconds(30)),
      requestLog: (yield* Setting.readOr(requestLog, "on")) === "on",
      logLevel: logLevelOf(yield* Setting.readOr(logLevelSetting, "info"))
    }
  })
