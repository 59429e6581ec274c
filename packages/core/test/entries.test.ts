import { assert, it } from "@effect/vitest"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

/** Everything a module imports, its own modules followed. */
const importsOf = (file: URL, seen = new Set<string>()): ReadonlySet<string> => {
  for (const [, specifier = ""] of readFileSync(file, "utf8").matchAll(/ from "([^"]+)"/g)) {
    const target = specifier.startsWith(".") ? new URL(specifier, file).href : specifier
    if (seen.has(target)) continue
    seen.add(target)
    if (specifier.startsWith(".")) importsOf(new URL(specifier, file), seen)
  }
  return seen
}

const entry = (name: string) => new URL(`../src/${name}.ts`, import.meta.url)

it.each(["index", "testing", "promise", "Provider/FetchTransport"])(
  "the entry %s imports nothing from Node",
  (name) => {
    const outside = [...importsOf(entry(name))].filter((target) => !target.startsWith("file:"))
    assert.isAbove(outside.length, 0)
    for (const target of outside) assert.match(target, /^(effect(\/|$)|#transport$)/)
  }
)

it("the way out is Node's on Node and fetch elsewhere", () => {
  const { imports } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"))
  const { default: elsewhere, node } = imports["#transport"]
  assert.deepStrictEqual(
    [node, elsewhere],
    ["./dist/Provider/NodeTransport.js", "./dist/Provider/FetchTransport.js"]
  )
})

const source = fileURLToPath(new URL("../src", import.meta.url))
const exported = /^export (?:class|const|function|interface|type) \w/

it.each(
  readdirSync(source, { recursive: true, encoding: "utf8" }).filter((f) => f.endsWith(".ts"))
)("%s says what each of its exports does", (file) => {
  const lines = readFileSync(join(source, file), "utf8").split("\n")
  const silent = lines.filter(
    (line, index) =>
      exported.test(line) &&
      !/ = typeof \w+\.Type$/.test(line) &&
      !/(\*\/|^export function .*)$/.test(lines[index - 1] ?? "")
  )
  assert.isEmpty(silent)
})

it("the entry node does", () => {
  assert.include([...importsOf(entry("node"))], "node:http")
  assert.isTrue(fileURLToPath(entry("node")).endsWith("node.ts"))
})
