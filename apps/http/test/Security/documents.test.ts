import { assert, describe, it } from "@effect/vitest"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../../../../", import.meta.url))
const page = readFileSync(join(root, "docs/security.md"), "utf8")

const sections = page.split(/^## /m).slice(1)
const evidence = [...page.matchAll(/^- `([^`]+\.test\.ts)`: "(.+)"$/gm)].map(
  ([, file = "", title = ""]) => ({ file, title })
)

describe("docs/security.md", () => {
  it.each(Array.from({ length: 10 }, (_, at) => `API${at + 1} `))(
    "%shas a section, and a test that shows it",
    (name) => {
      const section = sections.find((text) => text.startsWith(name))
      assert.match(section ?? "", /^- `[^`]+\.test\.ts`: "/m)
    }
  )

  it.each(evidence)("$file has $title", ({ file, title }) => {
    assert.isTrue(existsSync(join(root, file)), file)
    assert.include(readFileSync(join(root, file), "utf8"), `"${title}`)
  })
})
