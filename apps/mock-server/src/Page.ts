/** Documents that do not change while the server runs, the page at `/_mock` first. */
import { readFileSync } from "node:fs"
import type { ServerResponse } from "node:http"

/** Answers with the document. */
type Document = (response: ServerResponse) => void

const document = (contentType: string, body: string): Document => {
  const headers = {
    "content-type": contentType,
    "content-length": Buffer.byteLength(body),
    "content-security-policy":
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store"
  }
  return (response) => void response.writeHead(200, headers).end(body)
}

/** The page and these JSON documents, by path. */
export const makeDocuments = (json: {
  readonly [path: string]: unknown
}): ReadonlyMap<string, Document> => {
  const page = document(
    "text/html; charset=utf-8",
    readFileSync(new URL("./page/index.html", import.meta.url), "utf8")
  )
  return new Map([
    ["/_mock", page],
    ["/_mock/", page],
    ...Object.entries(json).map(
      ([path, value]) =>
        [path, document("application/json", JSON.stringify(value, null, 2))] as const
    )
  ])
}
