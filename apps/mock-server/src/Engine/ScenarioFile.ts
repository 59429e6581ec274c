/** A file of transactions, faults and quirks that a mock server starts with: YAML or JSON. */
import { ReferenceId } from "@bill-payment-status/core"
import { Result, Schema, SchemaIssue } from "effect"
import { LineCounter, parseDocument } from "yaml"
import { FaultRule } from "./Fault.ts"
import { QuirkName } from "./QuirkName.ts"
import { TimeText } from "./Time.ts"
import { TransactionPlan } from "./TransactionPlan.ts"

/** What stands in such a file. */
export const ScenarioFile = Schema.Struct({
  transactions: Schema.optionalKey(Schema.Record(ReferenceId, TransactionPlan)),
  faults: Schema.optionalKey(Schema.Array(FaultRule)),
  quirks: Schema.optionalKey(Schema.Array(QuirkName)),
  /** The clock is frozen at this time. */
  clock: Schema.optionalKey(TimeText)
}).annotate({ identifier: "ScenarioFile" })
export type ScenarioFile = typeof ScenarioFile.Type

const decode = Schema.decodeUnknownResult(ScenarioFile, {
  onExcessProperty: "error",
  errors: "first"
})
const formatIssue = SchemaIssue.makeFormatterStandardSchemaV1()

/** Fails with the line and the field at fault, in words. */
export const readScenarioFile = (text: string): Result.Result<ScenarioFile, string> => {
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    // So that a reference keeps its zeros and digits.
    stringKeys: true
  })
  const [broken] = document.errors
  if (broken !== undefined)
    return Result.fail(`line ${lines.linePos(broken.pos[0]).line}: ${broken.message}`)
  const plain = Result.try({
    try: () => document.toJS() ?? {},
    catch: () => "an alias leads nowhere"
  })
  if (Result.isFailure(plain)) return Result.fail(plain.failure)
  return Result.mapError(decode(plain.success), (error) => {
    const [issue] = formatIssue(error.issue).issues
    const path = (issue?.path ?? []).map((part) => (typeof part === "object" ? part.key : part))
    let known = path
    while (known.length > 0 && !document.hasIn(known)) known = known.slice(0, -1)
    const node = document.getIn(known, true)
    const at = isPositioned(node) ? `line ${lines.linePos(node.range[0]).line}, ` : ""
    return `${at}${path.map(String).join(".") || "the file"}: ${issue?.message ?? "is not valid"}`
  })
}

const isPositioned = (
  node: unknown
): node is { readonly range: readonly [number, ...Array<number>] } =>
  typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range)
