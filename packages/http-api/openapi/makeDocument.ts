/** The OpenAPI document: the contract, with what only readers of a document need. */
import { Effect } from "effect"
import { OpenApi } from "effect/http-api"
import { Api } from "../src/index.ts"
import type { Document, Operation } from "./Document.ts"
import { DocumentsApi } from "./DocumentsApi.ts"
import { collectExamples, exampleComponents, withExamples } from "./Examples.ts"
import { headers, withHeaders } from "./Headers.ts"
import { parameters, withParameters } from "./Parameters.ts"
import { withResponses } from "./Responses.ts"
import { nameOf, tidied } from "./Schemas.ts"

const contract = tidied(OpenApi.fromApi(Api.add(DocumentsApi), { referencePolicy: nameOf }))

/** Without the schemas of answers that nobody gives. */
const withoutUnused = (document: Document): Document => {
  const text = JSON.stringify(document)
  const schemas = Object.entries(document.components.schemas).filter(([name]) =>
    text.includes(`"#/components/schemas/${name}"`)
  )
  return {
    ...document,
    components: { ...document.components, schemas: Object.fromEntries(schemas) }
  }
}

export const makeDocument = Effect.gen(function* () {
  const examples = yield* collectExamples
  const { schemas, securitySchemes } = contract.components

  const finish = (operation: Operation) => {
    const answered = withResponses(withParameters(operation), schemas)
    const responses = Object.entries(answered.responses).map(
      ([status, response]) => [status, withHeaders(answered, status, response)] as const
    )
    return withExamples({ ...answered, responses: Object.fromEntries(responses) }, examples)
  }

  const paths = Object.entries(contract.paths).map(([path, { get, post }]) => [
    path,
    {
      ...(get === undefined ? {} : { get: finish(get) }),
      ...(post === undefined ? {} : { post: finish(post) })
    }
  ])
  return withoutUnused({
    ...contract,
    paths: Object.fromEntries(paths),
    components: {
      schemas,
      parameters,
      headers,
      examples: exampleComponents(examples),
      securitySchemes
    }
  })
})
