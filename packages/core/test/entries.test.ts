import { assert, it } from "@effect/vitest"
import { readFileSync } from "node:fs"
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

it.each(["index", "testing", "promise"])("the entry %s imports nothing from Node", (name) => {
  const outside = [...importsOf(entry(name))].filter((target) => !target.startsWith("file:"))
  assert.isAbove(outside.length, 0)
  for (const target of outside) assert.match(target, /^effect(\/|$)/)
})

it("the entry node does", () => {
  assert.include([...importsOf(entry("node"))], "node:http")
  assert.isTrue(fileURLToPath(entry("node")).endsWith("node.ts"))
})
