import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { licencesOf } from "../../../scripts/licences.ts"
import { type App, binOf } from "../../../scripts/programs.ts"

describe("a built program says whose software is in it", () => {
  it.each<readonly [App, ReadonlyArray<string>]>([
    ["cli", ["effect", "@effect/platform-node", "@effect/platform-node-shared"]],
    [
      "mock-server",
      ["effect", "@effect/platform-node", "fastest-levenshtein", "rolldown", "ws", "yaml"]
    ]
  ])("%s: %j", (app, packages) => {
    const said = readFileSync(join(dirname(binOf(app)), "THIRD-PARTY-LICENSES.txt"), "utf8")
    const sections = said.split(/\n=+\n\n/)
    for (const name of packages) {
      const own = sections.find((text) => text.startsWith(`${name} `))
      assert.match(own ?? "", /^\S+ \d+\.\d+\.\d+ \((MIT|ISC)\)\n[^]*copyright[^]*WARRANT/i)
    }
    assert.notInclude(said, "@bill-payment-status")
  })
})

describe("the licences of a bundle", () => {
  const manifest = JSON.stringify({ name: "borrowed", version: "1.2.3", license: "MIT" })
  let folder: string
  let module: string

  beforeAll(() => {
    folder = join(mkdtempSync(join(tmpdir(), "licences-")), "node_modules/borrowed")
    module = join(folder, "lib/index.js")
    mkdirSync(dirname(module), { recursive: true })
    writeFileSync(
      module,
      [
        "/* The behavior is based on `toml`.",
        " *",
        " * Copyright (c) 2012 Michelle Tilley",
        " */",
        "// taken from elsewhere",
        "// under the MIT license",
        "export const text = '/* Copyright (c) of nobody */' // a remark"
      ].join("\n")
    )
  })

  afterAll(() => rmSync(join(folder, "../.."), { recursive: true }))

  it("keep what a module says of code from elsewhere, and nothing else of it", () => {
    writeFileSync(join(folder, "package.json"), manifest)
    writeFileSync(join(folder, "LICENSE.md"), "The licence.\n")
    const said = licencesOf([module, "/ours/src/bin.ts", "\0node:fs"])
    assert.strictEqual(
      said.split(/\n=+\n\n/)[1],
      [
        "borrowed 1.2.3 (MIT)",
        "",
        "The licence.",
        "",
        "In lib/index.js:",
        "",
        "The behavior is based on `toml`.",
        "",
        "Copyright (c) 2012 Michelle Tilley",
        "",
        "In lib/index.js:",
        "",
        "taken from elsewhere",
        "under the MIT license",
        ""
      ].join("\n")
    )
  })

  it.each([
    ["a licence", JSON.stringify({ name: "borrowed", version: "1.2.3" }), "LICENSE.md"],
    ["the text of one", manifest, "README.md"]
  ])("cannot be without %s", (_, withoutIt, file) => {
    rmSync(join(folder, "LICENSE.md"), { force: true })
    writeFileSync(join(folder, "package.json"), withoutIt)
    writeFileSync(join(folder, file), "The text.\n")
    assert.throws(() => licencesOf([module]), /borrowed has no licence/)
  })
})
