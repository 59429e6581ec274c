/** Documents that do not change while the server runs: the page at `/_mock`, its files, and JSON. */
import { readdirSync, readFileSync } from "node:fs"
import type { ServerResponse } from "node:http"
import { extname } from "node:path"

/** Answers with the document. */
type Document = (response: ServerResponse) => void

const document = (contentType: string, body: string): Document => {
  const headers = {
    "content-type": `${contentType}; charset=utf-8`,
    "content-length": Buffer.byteLength(body),
    "content-security-policy":
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store"
  }
  return (response) => void response.writeHead(200, headers).end(body)
}

const contentTypes = new Map([
  [".html", "text/html"],
  [".css", "text/css"],
  [".js", "text/javascript"]
])

const folder = new URL("./page/", import.meta.url)

const pathOf = (name: string): string => (name === "index.html" ? "/_mock" : `/_mock/${name}`)

const readPage = (): ReadonlyArray<readonly [path: string, Document]> =>
  readdirSync(folder).flatMap((name) => {
    const contentType = contentTypes.get(extname(name))
    if (contentType === undefined) return []
    const body = readFileSync(new URL(name, folder), "utf8")
    return [[pathOf(name), document(contentType, body)]]
  })

/** The page and these JSON documents, by path. */
export const makeDocuments = (json: {
  readonly [path: string]: unknown
}): ReadonlyMap<string, Document> =>
  new Map([
    ...readPage(),
    ...Object.entries(json).map(
      ([path, value]) =>
        [path, document("application/json", JSON.stringify(value, null, 2))] as const
    )
  ])
