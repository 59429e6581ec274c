/** What can go wrong with an answer, as settings and as what it does. */
import { Reply } from "@bill-payment-status/core/testing"
import { Duration, Schema, Struct } from "effect"
import { type Delivery, exactly, fromReply } from "./Delivery.ts"
import { HeaderValue } from "./Header.ts"
import { UpToACentury, UpToAnHour } from "./Time.ts"

/** A wait: fixed, anything between two, or most below `median` and nearly all below `p99` (log-normal). */
const Latency = Schema.Union([
  UpToAnHour,
  Schema.Struct({ min: UpToAnHour, max: UpToAnHour }).check(
    Schema.makeFilter(({ max, min }) =>
      Duration.isLessThan(max, min) ? "Expected max to be at least min" : undefined
    )
  ),
  Schema.Struct({ median: UpToAnHour, p99: UpToAnHour }).check(
    Schema.makeFilter(({ median, p99 }) =>
      Duration.isLessThan(p99, median) ? "Expected p99 to be at least median" : undefined
    )
  )
])

const optional = Schema.optionalKey
const Count = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 10_000_000 }))
const Difference = Schema.Int.check(Schema.isBetween({ minimum: -1000, maximum: 1_000_000 }))
const Status = Schema.Int.check(Schema.isBetween({ minimum: 200, maximum: 599 }))

const settings = {
  delay: optional(Latency),
  bytes: optional(Count),
  every: optional(UpToAnHour),
  by: optional(Difference),
  status: optional(Status),
  retryAfter: optional(UpToACentury),
  location: optional(HeaderValue)
}

/** Without any of it, a fault strikes always. */
const when = {
  /** The share of questions it strikes, above 0 and at most 1. */
  rate: optional(Schema.Finite.check(Schema.isGreaterThan(0), Schema.isLessThanOrEqualTo(1))),
  /** Only this reference, or with `*` at the end, those that begin so. */
  reference: optional(Schema.NonEmptyString),
  /** Only so many times, then it is over. */
  times: optional(Count)
}

/** What each fault does, for people, and which settings it takes. */
const faults = {
  slow: { summary: "answers after a delay (2 seconds)", settings: ["delay"] },
  hang: { summary: "never answers", settings: [] },
  drip: { summary: "sends a few bytes at a time (8 every 20 ms)", settings: ["bytes", "every"] },
  reset: { summary: "resets the connection before an answer", settings: [] },
  "reset-in-body": { summary: "resets the connection in the middle of the body", settings: [] },
  truncated: { summary: "ends the connection in the middle of the body", settings: [] },
  "wrong-length": { summary: "declares 10 bytes more than it sends and ends", settings: ["by"] },
  html: { summary: "a web page (HTTP 200)", settings: ["status"] },
  busy: { summary: "HTTP 429 with Retry-After (1 second)", settings: ["retryAfter"] },
  unavailable: { summary: "HTTP 503 with a web page", settings: ["status", "retryAfter"] },
  redirect: { summary: "HTTP 302", settings: ["location"] },
  gzip: { summary: "a compressed answer", settings: [] },
  huge: { summary: "2 MiB of spaces behind the answer", settings: ["bytes"] },
  "other-reference": { summary: "the same answer about another reference", settings: [] }
} as const satisfies {
  readonly [name: string]: {
    readonly summary: string
    readonly settings: ReadonlyArray<keyof typeof settings>
  }
}

/** What a fault is called. */
export type FaultName = keyof typeof faults

/** Every fault there is. */
export const faultNames: ReadonlyArray<FaultName> = Struct.keys(faults)

/** What a fault does, for people. */
export const summaryOf = (name: FaultName): string => faults[name].summary

const takes = (fault: FaultName): ReadonlyArray<string> => faults[fault].settings

/** A fault and when it strikes. */
export const FaultRule = Schema.Struct({
  fault: Schema.Literals(faultNames),
  ...settings,
  ...when
})
  .check(
    Schema.makeFilter((rule) => {
      const foreign = Object.keys(settings).find(
        (name) => name in rule && !takes(rule.fault).includes(name)
      )
      return foreign === undefined
        ? undefined
        : { path: [foreign], issue: `${rule.fault} does not take ${foreign}` }
    })
  )
  .annotate({ identifier: "FaultRule" })
export type FaultRule = typeof FaultRule.Type

const seconds = (duration: Duration.Duration): string =>
  String(Math.ceil(Duration.toSeconds(duration)))

/** 2.33 standard deviations above the median lie 99 % of a log-normal distribution. */
const deviationsAtP99 = 2.326

/** A standard normal number from two of a uniform one (Box and Muller). */
const normal = (one: number, other: number): number =>
  Math.sqrt(-2 * Math.log(1 - one)) * Math.cos(2 * Math.PI * other)

const latencyMillis = (latency: typeof Latency.Type, chance: (what: string) => number): number => {
  if (Duration.isDuration(latency)) return Duration.toMillis(latency)
  if ("min" in latency) {
    const least = Duration.toMillis(latency.min)
    return least + chance("latency") * Math.max(0, Duration.toMillis(latency.max) - least)
  }
  const median = Math.log(Duration.toMillis(latency.median))
  const deviation = (Math.log(Duration.toMillis(latency.p99)) - median) / deviationsAtP99
  const drawn = Math.exp(median + deviation * normal(chance("latency"), chance("latency again")))
  return Math.min(drawn, Duration.toMillis(Duration.hours(1)))
}

const withHeader = (delivery: Delivery, name: string, value: string): Delivery => ({
  ...delivery,
  headers: { ...delivery.headers, [name]: value }
})

const aboutAnother = (body: string): string =>
  body.replace(/("refid"\s*:\s*)(?:"([^"]*)"|(\d+))/, '$1"not-$2$3"')

/** The answer with this fault. `chance` gives a number from 0 up to 1 for each thing to decide. */
export const applyFault = (
  delivery: Delivery,
  rule: FaultRule,
  chance: (what: string) => number
): Delivery => {
  switch (rule.fault) {
    case "slow":
      return {
        ...delivery,
        delayMillis: delivery.delayMillis + latencyMillis(rule.delay ?? Duration.seconds(2), chance)
      }
    case "hang":
      return { ...delivery, manner: { _tag: "Hang" } }
    case "drip":
      return {
        ...delivery,
        manner: {
          _tag: "Drip",
          bytes: rule.bytes ?? 8,
          everyMillis: Duration.toMillis(rule.every ?? Duration.millis(20))
        }
      }
    case "reset":
      return { ...delivery, manner: { _tag: "Reset" } }
    case "reset-in-body":
      return { ...delivery, manner: { _tag: "CutOff", by: "reset" } }
    case "truncated":
      return { ...delivery, manner: { _tag: "CutOff", by: "end" } }
    case "wrong-length":
      return { ...delivery, manner: { _tag: "WrongLength", by: rule.by ?? 10 } }
    case "html":
      return fromReply(Reply.html(rule.status ?? 200, "Maintenance"))
    case "busy":
      return withHeader(
        fromReply(Reply.html(429, "429 Too Many Requests")),
        "retry-after",
        seconds(rule.retryAfter ?? Duration.seconds(1))
      )
    case "unavailable": {
      const status = rule.status ?? 503
      const page = fromReply(Reply.html(status, `${status} Service Unavailable`))
      return rule.retryAfter === undefined
        ? page
        : withHeader(page, "retry-after", seconds(rule.retryAfter))
    }
    case "redirect":
      return exactly({ httpStatus: 302, headers: { location: rule.location ?? "/elsewhere" } })
    case "gzip":
      return { ...delivery, gzip: true }
    case "huge":
      return { ...delivery, body: delivery.body + " ".repeat(rule.bytes ?? 2 * 1024 * 1024) }
    case "other-reference":
      return { ...delivery, body: aboutAnother(delivery.body) }
  }
}
