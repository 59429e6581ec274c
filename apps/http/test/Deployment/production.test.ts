import { assert, describe, it } from "@effect/vitest"
import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../../../../", import.meta.url))
const page = readFileSync(join(root, "docs/running-in-production.md"), "utf8")
const sources = globSync(["apps/http/src/**/*.ts", "packages/{core,program}/src/**/*.ts"], {
  cwd: root
})
  .map((path) => readFileSync(join(root, path), "utf8"))
  .join("\n")

const textsOf = (pattern: RegExp, text: string): ReadonlyArray<string> =>
  [...new Set(Array.from(text.matchAll(pattern), ([, found = ""]) => found))].toSorted()

describe("docs/running-in-production.md", () => {
  it("has every setting that is read, and no other", () => {
    const [, table = ""] = page.split("## Settings")
    const told = textsOf(/^\| `([A-Z_]+)`/gm, table.split("## Keys")[0] ?? "")
    const readSettings = textsOf(
      /(?:name: |(?:duration|count)\()"((?:AOPAY|BILL_STATUS)_\w+|HOST|PORT)"/g,
      sources
    )
    assert.deepStrictEqual(told, readSettings)
  })

  it("has every metric that there is, and no other", () => {
    assert.deepStrictEqual(
      textsOf(/^\| `(bill_\w+)`/gm, page),
      textsOf(/"(bill_(?:status_http|payment_status)_\w+)"/g, sources)
    )
  })

  it("repeats what is logged", () => {
    for (const message of textsOf(/^\| `[A-Z]+` +\| ([^|…]+?)\.? *(?:…|\|)/gm, page))
      assert.include(sources, message)
  })

  it("links to what there is", () => {
    for (const path of textsOf(/\]\(\.\.\/([^)#]+)\)/g, page))
      assert.isNotEmpty(globSync(path, { cwd: root }), path)
  })
})
