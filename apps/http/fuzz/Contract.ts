/** The published OpenAPI document: which operations there are, and whether an answer is one of those it allows. */
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js"

/** As far as JSON goes. */
export interface Schema {
  readonly [keyword: string]: unknown
}

export interface Parameter {
  readonly name: string
  readonly in: string
  readonly required: boolean
  readonly schema: Schema
  readonly example?: string
}

interface Reference {
  readonly $ref: string
}

interface Content {
  readonly [mediaType: string]: { readonly schema: Schema }
}

interface Response {
  readonly headers?: { readonly [name: string]: Reference }
  readonly content?: Content
}

interface WrittenOperation {
  readonly operationId: string
  readonly security: ReadonlyArray<Schema>
  readonly parameters: ReadonlyArray<Parameter | Reference>
  readonly requestBody?: { readonly content: Content }
  readonly responses: { readonly [status: string]: Response }
}

interface Document {
  readonly paths: { readonly [path: string]: { readonly [method: string]: WrittenOperation } }
  readonly components: {
    readonly headers: {
      readonly [name: string]: { readonly required: boolean; readonly schema: Schema }
    }
    readonly parameters: { readonly [name: string]: Parameter }
    readonly schemas: { readonly [name: string]: Schema }
  }
}

export interface Operation {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly parameters: ReadonlyArray<Parameter>
  /** Of its body; undefined where it has none. */
  readonly body: Schema | undefined
  readonly isSecured: boolean
  readonly responses: WrittenOperation["responses"]
}

export interface Answer {
  readonly status: number
  readonly headers: { readonly [name: string]: string | ReadonlyArray<string> | undefined }
  /** What came of it: a stream of events may go on. */
  readonly text: string
}

const file = fileURLToPath(
  new URL(import.meta.resolve("@bill-payment-status/http-api/openapi.json"))
)
const document: Document = JSON.parse(readFileSync(file, "utf8"))
const { components } = document

const nameIn = ({ $ref }: Reference): string => $ref.slice($ref.lastIndexOf("/") + 1)

const resolved = (parameter: Parameter | Reference): ReadonlyArray<Parameter> => {
  const found = "$ref" in parameter ? components.parameters[nameIn(parameter)] : parameter
  return found === undefined ? [] : [found]
}

/** What a schema that only names another one stands for. */
const written = (schema: Schema | undefined): Schema | undefined => {
  const reference = schema?.["$ref"]
  return typeof reference === "string" ? components.schemas[nameIn({ $ref: reference })] : schema
}

export const operations: ReadonlyArray<Operation> = Object.entries(document.paths).flatMap(
  ([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      id: operation.operationId,
      method: method.toUpperCase(),
      path,
      parameters: operation.parameters.flatMap(resolved),
      body: written(operation.requestBody?.content["application/json"]?.schema),
      isSecured: operation.security.length > 0,
      responses: operation.responses
    }))
)

export const operationNamed = (id: string): Operation => {
  const operation = operations.find((each) => each.id === id)
  if (operation === undefined) throw new Error(`openapi.json has no operation ${id}`)
  return operation
}

const ajv = new Ajv2020({ strict: false })
const compiled = new Map<Schema, ValidateFunction>()

const validatorOf = (schema: Schema): ValidateFunction => {
  const known = compiled.get(schema)
  if (known !== undefined) return known
  const validate = ajv.compile({ ...schema, components })
  compiled.set(schema, validate)
  return validate
}

/** What is wrong with a value; undefined when it is as the schema says. */
const misfit = (schema: Schema, value: unknown): string | undefined => {
  const validate = validatorOf(schema)
  return validate(value) ? undefined : ajv.errorsText(validate.errors)
}

const first = <A>(found: Iterable<A | undefined>): A | undefined =>
  [...found].find((each) => each !== undefined)

const json = (text: string): { readonly value: unknown } | undefined => {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

const jsonMisfit = (schema: Schema, text: string): string | undefined => {
  const parsed = json(text)
  return parsed === undefined ? "it is not JSON" : misfit(schema, parsed.value)
}

const dataSchemas = (schema: Schema): ReadonlyMap<string, Schema> => {
  const options: ReadonlyArray<{
    readonly properties: {
      readonly event: { readonly enum: readonly [string] }
      readonly data: { readonly contentSchema: Schema }
    }
  }> = JSON.parse(JSON.stringify(schema["anyOf"]))
  return new Map(
    options.map(({ properties: { data, event } }) => [event.enum[0], data.contentSchema])
  )
}

const fieldIn = (event: string, name: string): string | undefined =>
  new RegExp(`^${name}: (.*)$`, "m").exec(event)?.[1]

/** Of the events that came whole. */
const eventMisfit = (schema: Schema, text: string): string | undefined => {
  const schemas = dataSchemas(schema)
  return first(
    text
      .split("\n\n")
      .slice(0, -1)
      .filter((event) => event.includes("data: "))
      .map((event) => {
        const name = fieldIn(event, "event") ?? "message"
        const data = schemas.get(name)
        return data === undefined
          ? `there is no event ${name}`
          : jsonMisfit(data, fieldIn(event, "data") ?? "")
      })
  )
}

const bodyMisfit = (mediaType: string, schema: Schema, text: string): string | undefined => {
  if (mediaType === "text/event-stream") return eventMisfit(schema, text)
  if (mediaType === "application/x-ndjson")
    return first(
      text
        .split("\n")
        .slice(0, -1)
        .map((line) => jsonMisfit(schema, line))
    )
  return mediaType.includes("json") ? jsonMisfit(schema, text) : misfit(schema, text)
}

const headerMisfit = ({ headers = {} }: Response, answer: Answer): string | undefined =>
  first(
    Object.entries(headers).map(([name, reference]) => {
      const header = components.headers[nameIn(reference)]
      const value = answer.headers[name]
      if (header === undefined) return `${name} is described nowhere`
      if (value === undefined) return header.required ? `the header ${name} is missing` : undefined
      const read = header.schema["type"] === "integer" ? Number(value) : value
      const fault = misfit(header.schema, read)
      return fault === undefined ? undefined : `the header ${name}: ${fault}`
    })
  )

/** Why the document does not allow this answer to this operation; undefined when it does. */
export const complaintAbout = (
  { id, responses }: Operation,
  answer: Answer,
  options: { readonly withoutBody?: boolean } = {}
): string | undefined => {
  const { headers, status, text } = answer
  const response = responses[status] ?? responses["default"]
  if (response === undefined) return `${id} does not answer with ${status}`
  const headerFault = headerMisfit(response, answer)
  if (headerFault !== undefined) return `${id} ${status}: ${headerFault}`
  const mediaType = String(headers["content-type"] ?? "")
  if (response.content === undefined)
    return text === "" ? undefined : `${id} ${status} has a body: ${text.slice(0, 200)}`
  const content = response.content[mediaType]
  if (content === undefined) return `${id} ${status} is not ${mediaType || "without a type"}`
  if (options.withoutBody === true)
    return text === "" ? undefined : `an answer to HEAD has a body: ${text.slice(0, 200)}`
  const fault = bodyMisfit(mediaType, content.schema, text)
  return fault === undefined ? undefined : `${id} ${status}: ${fault}\n${text.slice(0, 500)}`
}
