/** `/docs`: every operation of the OpenAPI document on one page. */
import type { Answer } from "../Server/Answer.ts"
import {
  type Body,
  description,
  nameIn,
  type Operation,
  type Parameter,
  type Reference
} from "./ApiDescription.ts"
import { type Content, markup } from "./Markup.ts"
import { page } from "./Page.ts"
import { schemaTable, shapeOf } from "./SchemaTable.ts"

const { components, info, paths, tags } = description

/** Of Markdown, what descriptions use: code, lists and paragraphs. */
const prose = (text: string): Content =>
  text.split("\n\n").map((paragraph) => {
    const lines = paragraph.split("\n")
    return lines.every((line) => line.startsWith("- "))
      ? markup`<ul>${lines.map((line) => markup`<li>${codeIn(line.slice(2))}</li>`)}</ul>`
      : markup`<p>${codeIn(paragraph)}</p>`
  })

const codeIn = (text: string): Content =>
  text.split("`").map((part, index) => (index % 2 === 0 ? part : markup`<code>${part}</code>`))

const keyOf = ({ security }: Operation): Content =>
  security.length === 0
    ? markup`<p>Needs no key.</p>`
    : markup`<p>Needs a key, unless the gateway has none: <code>authorization: Bearer …</code>${
        security.some((scheme) => "apiKey" in scheme) ? markup` or <code>api-key: …</code>` : ""
      }.</p>`

const parameterOf = (parameter: Parameter | Reference): ReadonlyArray<Parameter> => {
  const found = "$ref" in parameter ? components.parameters[nameIn(parameter)] : parameter
  return found === undefined ? [] : [found]
}

const parameterTable = ({ parameters }: Operation): Content =>
  markup`<div class="wide"><table>
<thead><tr><th scope="col">parameter</th><th scope="col">in</th><th scope="col">is</th><th scope="col">says</th></tr></thead>
<tbody>
${parameters.flatMap(parameterOf).map(
  (parameter) =>
    markup`<tr><th scope="row"><code>${parameter.name}</code>${parameter.required ? "" : " (optional)"}</th><td>${parameter.in}</td><td>${shapeOf(parameter.schema)}</td><td>${codeIn(parameter.description)}</td></tr>
`
)}</tbody>
</table></div>`

const shown = (value: unknown): string => JSON.stringify(value, null, 2)

const exampleOf = (reference: Reference): Content => {
  const example = components.examples[nameIn(reference)]
  return example === undefined
    ? ""
    : markup`<details><summary>Example: ${example.summary}</summary><pre tabindex="0">${shown(example.value)}</pre></details>
`
}

const bodyOf = ({ content }: Body): Content =>
  Object.entries(content).map(
    ([type, { examples = {}, schema }]) =>
      markup`<p><code>${type}</code>: ${shapeOf(schema)}</p>
${Object.values(examples).map(exampleOf)}`
  )

const responsesOf = ({ responses }: Operation): Content =>
  Object.entries(responses).map(
    ([status, response]) =>
      markup`<dt>${status === "default" ? "any other" : status}</dt><dd>${prose(response.description)}${
        response.content === undefined ? "" : bodyOf({ content: response.content })
      }</dd>
`
  )

const section = (path: string, method: string, operation: Operation): Content =>
  markup`<section aria-labelledby="${operation.operationId}">
<h3 id="${operation.operationId}">${operation.summary}</h3>
<p><code>${method.toUpperCase()} ${path}</code></p>
${prose(operation.description ?? "")}${keyOf(operation)}
${parameterTable(operation)}
${operation.requestBody === undefined ? "" : markup`<h4>The request's body</h4>${bodyOf(operation.requestBody)}`}
<h4>Answers</h4>
<dl>
${responsesOf(operation)}</dl>
</section>
`

const operationsOf = (tag: string): Content =>
  Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([, operation]) => operation.tags.includes(tag))
      .map(([method, operation]) => section(path, method, operation))
  )

const isProblem = (name: string): boolean => name.endsWith("Problem")

export const apiPage: Answer = page({
  title: info.title,
  body: [
    markup`<p>${info.summary}</p>`,
    prose(info.description),
    tags.map(({ description: said, name }) => [
      markup`<h2>${name}</h2><p>${said}</p>`,
      operationsOf(name)
    ]),
    markup`<h2>What bodies hold</h2>`,
    Object.entries(components.schemas)
      .toSorted(([one], [other]) => Number(isProblem(one)) - Number(isProblem(other)))
      .map(([name, schema]) => schemaTable(name, schema))
  ]
})
