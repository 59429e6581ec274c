/** Values from plain JavaScript, checked by the schemas of the control API. */
import { Schema, SchemaIssue } from "effect"

const format = SchemaIssue.makeFormatterStandardSchemaV1()

/** Decodes, or throws a `TypeError` that names what is at fault, e.g. `plan.states.1.after`. */
export const checked = <S extends Schema.ConstraintDecoder<unknown>>(
  what: string,
  schema: S
): ((value: unknown) => S["Type"]) => {
  const decode = Schema.decodeUnknownResult(schema, { onExcessProperty: "error" })
  return (value) => {
    const result = decode(value)
    if (result._tag === "Success") return result.success
    const [issue] = format(result.failure.issue).issues
    const path = (issue?.path ?? []).map((part) =>
      String(typeof part === "object" ? part.key : part)
    )
    throw new TypeError(`${[what, ...path].join(".")}: ${issue?.message ?? "is not valid"}`)
  }
}
