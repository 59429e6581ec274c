/** Why an answer is read as it is: what it was decided by, and what would have changed that. */
import { Redacted, Result } from "effect"
import type { InquiryError } from "./InquiryError.ts"
import type { PaymentStatus } from "./PaymentStatus.ts"
import { plainText } from "./PlainText.ts"
import { concealedBody, concealedBodyOf } from "./Provider/AnswerConcealment.ts"
import { DecidingBody } from "./Provider/AopayWire.ts"
import { isWireObject, WireNumber } from "./Provider/WireJson.ts"
import { parseWireBody } from "./Provider/WireParser.ts"
import { meaningOf } from "./Verdict.ts"
import { alternatives, type DecidingFields } from "./VerdictRules.ts"

/** A field that decided, and what stood there. */
export interface DecidingFact {
  /** Where in the answer, e.g. `data.refunded`. */
  readonly path: string
  /** As AOPay wrote it, safe to show; `missing` where it is. */
  readonly found: string
}

/** What a person needs to believe, or to doubt, an outcome. */
export interface Explanation {
  /** One sentence. */
  readonly why: string
  readonly decidedBy: ReadonlyArray<DecidingFact>
  /** What else AOPay could have said, and what that would have been. */
  readonly wouldChange: ReadonlyArray<string>
  /** What to do now. */
  readonly advice: string
  /** The body with account numbers masked, at most 64 KiB of it; null where nothing was said. */
  readonly body: string | null
}

type Secrets = ReadonlyArray<Redacted.Redacted>

const shownAtMost = 80

const show = (value: unknown): string => {
  if (value === undefined) return "missing"
  return value instanceof WireNumber ? value.source : (JSON.stringify(value) ?? "missing")
}

const factsIn = (body: string, secrets: Secrets): ReadonlyArray<DecidingFact> => {
  const parsed = parseWireBody(body)
  if (Result.isFailure(parsed)) return []
  const top = parsed.success.body
  const data = top["data"]
  const inData = isWireObject(data) ? data : {}
  const conceal = concealedBodyOf(parsed.success, secrets)
  const fact = (path: string, value: unknown): DecidingFact => ({
    path,
    found: plainText(conceal(show(value)), shownAtMost)
  })
  const code = "responsecode" in top && !("response_code" in top) ? "responsecode" : "response_code"
  return [
    fact(code, top[code]),
    fact("status", top["status"]),
    ...Object.keys(DecidingBody.fields).map((field) => fact(`data.${field}`, inData[field]))
  ]
}

const said = (rawBody: Redacted.Redacted | null, secrets: Secrets): string | null =>
  rawBody === null ? null : concealedBody(Redacted.value(rawBody), secrets)

const article = (fields: DecidingFields): string =>
  `data.status ${JSON.stringify(fields.status)} with data.refunded ${fields.refunded ? 1 : 0}`

/** Explains a payment status. `secrets` are never shown. */
export const explainStatus = (status: PaymentStatus, secrets: Secrets): Explanation => ({
  why: status.why,
  decidedBy: factsIn(Redacted.value(status.rawBody), secrets),
  wouldChange: alternatives(status.verdict).map(
    ({ fields, verdict }) => `${article(fields)} would be ${verdict}.`
  ),
  advice: meaningOf(status.verdict).advice,
  body: said(status.rawBody, secrets)
})

const needsRecord =
  "A verdict needs response_code 1, a top-level status of true and a data object about this reference."

/** Explains why there is no verdict. `secrets` are never shown. */
export const explainError = (error: InquiryError, secrets: Secrets): Explanation => {
  const body = error.rawBody === null ? null : Redacted.value(error.rawBody)
  const http = ` (HTTP ${error.httpStatus})`
  const known = error.httpStatus === null || error.message.includes(http)
  return {
    why: `${error._tag}, because ${error.message.replace(/\.$/, "")}${known ? "" : http}.`,
    decidedBy: body === null ? [] : factsIn(body, secrets),
    wouldChange: [needsRecord],
    advice: error.advice,
    body: said(error.rawBody, secrets)
  }
}
