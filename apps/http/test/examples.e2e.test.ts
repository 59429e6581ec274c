import { afterAll, assert, beforeAll, describe, expect, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { type RunningServer, startServer } from "../../../scripts/programs.ts"

const file = new URL("../../../docs/gateway.md", import.meta.url)
const written = readFileSync(file, "utf8")

/** Where the documented gateway listens. */
const documented = "http://127.0.0.1:3000"

const commands: { readonly [language: string]: readonly [string, ...ReadonlyArray<string>] } = {
  sh: ["sh", "-s"],
  python: ["python3", "-"]
}

const needed: { readonly [language: string]: string } = { sh: "curl", python: "python3" }

const missing = Object.values(needed).filter(
  (program) => spawnSync(program, ["--version"]).status !== 0
)
for (const program of missing)
  console.warn(
    `SKIPPED: the examples in docs/gateway.md that need ${program} are not run. ` +
      `Install it: apt-get install -y --no-install-recommends ${program}`
  )

let gateway: RunningServer

beforeAll(async () => {
  gateway = await startServer("http", {
    BILL_STATUS_LAYER: "stub",
    BILL_STATUS_REQUEST_LOG: "off"
  })
})

afterAll(async () => {
  await gateway.stop()
})

const pair = /^```(sh|python)\n([\s\S]*?)^```\n\n^```text\n([\s\S]*?)^```$/gm

const run = (language: string, code: string): string => {
  const [program, ...args] = commands[language] ?? ["false"]
  const { status, stderr, stdout } = spawnSync(program, args, {
    input: code.replaceAll(documented, gateway.address),
    encoding: "utf8",
    timeout: 15_000
  })
  assert.strictEqual(status, 0, `${code}\n${stderr}`)
  return stdout.trimEnd()
}

/** Ids and times differ from run to run. */
const alike = (output: string): string =>
  output
    .trimEnd()
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, "<time>")
    .replaceAll(/"requestId":"[^"]*"/g, '"requestId":"<id>"')

const languages = [...written.matchAll(pair)].map(([, language]) => language)

const count = (language: string): number => languages.filter((each) => each === language).length

describe("docs/gateway.md", () => {
  it("has an example of everything, in both languages", () => {
    assert.isAtLeast(count("sh"), 8)
    assert.isAtLeast(count("python"), 4)
    assert.strictEqual(count("sh") + count("python"), written.match(/^```text$/gm)?.length)
  })

  // `vitest run -u` writes what they print.
  it.skipIf(missing.length > 0)("shows what its examples print", async () => {
    const shown = written.replaceAll(
      pair,
      (block: string, language: string, code: string, output: string) => {
        const printed = run(language, code)
        return alike(printed) === alike(output)
          ? block
          : `\`\`\`${language}\n${code}\`\`\`\n\n\`\`\`text\n${printed}\n\`\`\``
      }
    )
    await expect(shown).toMatchFileSnapshot(file.pathname)
  })
})
