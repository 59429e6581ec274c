/** The schemas of the OpenAPI document, as tables that link to each other. */
import { nameIn, type Schema } from "./ApiDescription.ts"
import { type Content, markup } from "./Markup.ts"

const joined = (contents: ReadonlyArray<Content>, separator: string): Content =>
  contents.flatMap((content, index) => (index === 0 ? [content] : [separator, content]))

/** In a few words, e.g. `text or null`; a schema with a name is a link to its table. */
export const shapeOf = ({ $ref, anyOf, enum: values, items, type }: Schema): Content => {
  if ($ref !== undefined) return linkTo(nameIn({ $ref }))
  if (anyOf !== undefined) return joined(anyOf.map(shapeOf), " or ")
  if (values !== undefined)
    return joined(
      values.map((value) => markup`<code>${JSON.stringify(value)}</code>`),
      " or "
    )
  return items === undefined ? (type ?? "anything") : ["list of ", shapeOf(items)]
}

const linkTo = (name: string): Content => markup`<a href="#${name}">${name}</a>`

const rowsOf = (schema: Schema, path = ""): ReadonlyArray<Content> =>
  Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const isRequired = schema.required?.includes(name) ?? false
    const inner = property.anyOf?.find(({ properties }) => properties !== undefined) ?? property
    return [
      markup`<tr><th scope="row"><code>${path}${name}</code>${isRequired ? "" : " (optional)"}</th><td>${shapeOf(property)}</td><td>${property.description ?? ""}</td></tr>
`,
      rowsOf(inner, `${path}${name}.`)
    ]
  })

export const schemaTable = (name: string, schema: Schema): Content => [
  markup`<h3 id="${name}">${name}</h3>
`,
  schema.properties === undefined
    ? markup`<p>${shapeOf(schema)}</p>`
    : markup`<div class="wide"><table>
<thead><tr><th scope="col">member</th><th scope="col">is</th><th scope="col">says</th></tr></thead>
<tbody>
${rowsOf(schema)}</tbody>
</table></div>`
]
