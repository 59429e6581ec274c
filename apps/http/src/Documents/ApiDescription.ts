/** The OpenAPI document, as far as its page shows it. */
import openApi from "@bill-payment-status/http-api/openapi.json" with { type: "json" }

export interface Reference {
  readonly $ref: string
}

export interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly anyOf?: ReadonlyArray<Schema>
  readonly enum?: ReadonlyArray<unknown>
  readonly items?: Schema
  readonly properties?: { readonly [name: string]: Schema }
  readonly required?: ReadonlyArray<string>
  readonly description?: string
}

export interface Parameter {
  readonly name: string
  readonly in: string
  readonly required: boolean
  readonly description: string
  readonly schema: Schema
}

export interface Body {
  readonly content: {
    readonly [type: string]: {
      readonly schema: Schema
      readonly examples?: { readonly [name: string]: Reference }
    }
  }
}

export interface Operation {
  readonly operationId: string
  readonly tags: ReadonlyArray<string>
  readonly summary: string
  readonly description?: string
  readonly security: ReadonlyArray<{ readonly [scheme: string]: unknown }>
  readonly parameters: ReadonlyArray<Parameter | Reference>
  readonly requestBody?: Body
  readonly responses: {
    readonly [status: string]: { readonly description: string } & Partial<Body>
  }
}

interface Description {
  readonly info: { readonly title: string; readonly summary: string; readonly description: string }
  readonly tags: ReadonlyArray<{ readonly name: string; readonly description: string }>
  readonly paths: { readonly [path: string]: { readonly [method: string]: Operation } }
  readonly components: {
    readonly schemas: { readonly [name: string]: Schema }
    readonly parameters: { readonly [name: string]: Parameter }
    readonly examples: {
      readonly [name: string]: { readonly summary: string; readonly value: unknown }
    }
  }
}

export const text = JSON.stringify(openApi)

export const description: Description = JSON.parse(text)

export const nameIn = ({ $ref }: Reference): string => $ref.slice($ref.lastIndexOf("/") + 1)
