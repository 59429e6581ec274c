/** The schemas of the document: one name each, and no limits that are only JavaScript's. */
import type { SchemaRepresentation } from "effect"
import type { OpenApi } from "effect/http-api"
import type { Contract, Json } from "./Document.ts"

/** What Effect adds to the name of a class for its encoded side. */
const encoded = /Encoded$/

/** The encoded side of a problem is the problem; JSON inside a string has no name of its own. */
export const nameOf: SchemaRepresentation.ReferencePolicy = ({ ast, identifier }) => {
  if (identifier === undefined || !encoded.test(identifier)) return identifier
  return ast._tag === "String" ? undefined : identifier.replace(encoded, "Problem")
}

/** One schema under several statuses is numbered by Effect: the same schema, so the same name. */
const withoutNumbers = (contract: Contract): Contract => {
  const { schemas } = contract.components
  const numbered = Object.keys(schemas).flatMap((name) => {
    const [, plain] = /^(.+)_\d+$/.exec(name) ?? []
    return plain === undefined ? [] : [{ name, plain }]
  })
  let text = JSON.stringify(contract)
  for (const { name, plain } of numbered) {
    if (JSON.stringify(schemas[name]) !== JSON.stringify(schemas[plain]))
      throw new Error(`${name} and ${plain} are two schemas with one identifier`)
    text = text.replaceAll(`"#/components/schemas/${name}"`, `"#/components/schemas/${plain}"`)
  }
  const renamed: Contract = JSON.parse(text)
  for (const { name } of numbered) delete renamed.components.schemas[name]
  return renamed
}

const isOurs = (key: string, value: unknown): boolean =>
  !(key === "minimum" && value === Number.MIN_SAFE_INTEGER) &&
  !(key === "maximum" && value === Number.MAX_SAFE_INTEGER) &&
  key !== "x-effect-stream"

/** AOPay's own bytes, what integrations send it, and this document may hold more than is described. */
const openSchemas = ["Record", "Refusal", "Inquiry", "OpenApi"]

const open = (schema: Json | undefined): Json =>
  JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
    key === "additionalProperties" ? undefined : value
  )

const sorted = <A>(record: { readonly [key: string]: A }): { [key: string]: A } =>
  Object.fromEntries(Object.entries(record).toSorted(([one], [other]) => (one < other ? -1 : 1)))

/** What Effect generates, with schemas fit to be read. */
export const tidied = (spec: OpenApi.OpenAPISpec): Contract => {
  const ours: Contract = JSON.parse(JSON.stringify(spec), (key, value: unknown) =>
    isOurs(key, value) ? value : undefined
  )
  const { components, ...rest } = withoutNumbers(ours)
  const { schemas } = components
  for (const name of openSchemas) schemas[name] = open(schemas[name])
  return { ...rest, components: { ...components, schemas: sorted(schemas) } }
}
