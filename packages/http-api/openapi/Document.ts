/** An OpenAPI document as it is published: more than Effect's generator knows of. */
import type { OpenApi } from "effect/http-api"

export interface Reference {
  readonly $ref: string
}

export interface Json {
  [key: string]: unknown
}

export interface MediaType {
  schema: Json
  examples?: { [name: string]: Reference }
}

export interface Response {
  description: string
  headers?: { [name: string]: Reference }
  content?: { [mediaType: string]: MediaType }
}

export interface Parameter extends Omit<OpenApi.OpenAPISpecParameter, "schema"> {
  schema: Json
  example?: string
}

export interface Operation {
  operationId: string
  tags: ReadonlyArray<string>
  summary?: string
  description?: string
  security: ReadonlyArray<OpenApi.OpenAPISecurityRequirement>
  parameters: Array<Parameter | Reference>
  requestBody?: { required: true; content: { [mediaType: string]: MediaType } }
  /** By status; `default` is any other. */
  responses: { [status: string]: Response }
}

export interface Document extends Pick<
  OpenApi.OpenAPISpec,
  "openapi" | "info" | "servers" | "security" | "tags"
> {
  paths: { [path: string]: { get?: Operation; post?: Operation } }
  components: {
    schemas: { [name: string]: Json }
    headers: { [name: string]: Json }
    parameters: { [name: string]: Json }
    examples: { [name: string]: Json }
    securitySchemes: OpenApi.OpenAPIComponents["securitySchemes"]
  }
}

/** What comes of the contract alone. */
export interface Contract extends Omit<Document, "components"> {
  components: Pick<Document["components"], "schemas" | "securitySchemes">
}

export const schemaReference = (name: string): Reference => ({
  $ref: `#/components/schemas/${name}`
})

/** The names of the schemas that a schema is one of. */
export const namesIn = ({ $ref, anyOf }: Json): ReadonlyArray<string> => {
  if (typeof $ref === "string") return [$ref.slice($ref.lastIndexOf("/") + 1)]
  return Array.isArray(anyOf) ? anyOf.flatMap(namesIn) : []
}
