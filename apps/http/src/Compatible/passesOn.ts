/** Whether AOPay's answer may be passed on as it came, to who decides by it as if AOPay had been asked. */
import { Result } from "effect"

const isObject = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === "object" && value !== null

/** A record that stands in the answer, whatever its code: its reader may not look at the code. */
const recordIn = (text: string): { readonly [name: string]: unknown } | undefined => {
  const parsed = Result.try((): unknown => JSON.parse(text.replace(/^\uFEFF/, "")))
  if (Result.isFailure(parsed) || !isObject(parsed.success)) return undefined
  const { data } = parsed.success
  return isObject(data) && Object.keys(data).length > 0 ? data : undefined
}

/** Bytes that are no UTF-8 have been read as this; the answer would not be AOPay's own. */
const replacement = "\uFFFD"

/**
 * Undefined where it may; else why not. Code, `refid` of a found record and the rest have been read by then: what
 * remains are a refusal that brings another reference's record, and bytes that cannot be given again.
 */
export const notPassedOn = (text: string, referenceId: string): string | undefined => {
  if (text.includes(replacement)) return "The answer is not UTF-8."
  const record = recordIn(text)
  return record === undefined || String(record["refid"]) === referenceId
    ? undefined
    : "The answer has the record of another reference."
}
