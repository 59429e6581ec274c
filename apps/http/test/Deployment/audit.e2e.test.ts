import { assert, describe, it } from "@effect/vitest"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { createServer } from "node:http"
import { text } from "node:stream/consumers"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../../../../", import.meta.url))

const bound = 60_000

/** Audits against a registry that answers every question so. */
const audit = async (status: number, advisories: unknown) => {
  const registry = createServer((request, response) => {
    request.resume().once("end", () => {
      response.writeHead(status, { "content-type": "application/json" })
      response.end(JSON.stringify(advisories))
    })
  }).listen(0, "127.0.0.1")
  await once(registry, "listening")
  const address = registry.address()
  const port = typeof address === "object" ? address?.port : undefined
  const child = spawn(
    process.execPath,
    ["scripts/audit.ts", "--registry", `http://127.0.0.1:${port}/`],
    { cwd: root, stdio: ["ignore", "pipe", "pipe"], timeout: bound }
  )
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "exit")
  ])
  registry.close()
  return { code, said: stdout + stderr }
}

const advisory = (severity: string) => ({
  "lru-cache": [
    { id: 1, url: "GHSA-1", title: "It forgets", severity, vulnerable_versions: "<99", cwe: [] }
  ]
})

describe("the audit", () => {
  it.each(["high", "critical"])(
    "fails on a %s vulnerability",
    { timeout: bound },
    async (severity) => {
      const { code, said } = await audit(200, advisory(severity))
      assert.strictEqual(code, 1, said)
      assert.include(said, `${severity}: lru-cache: It forgets (GHSA-1)`)
    }
  )

  it("goes on where there is a lesser one", { timeout: bound }, async () => {
    const { code, said } = await audit(200, advisory("moderate"))
    assert.strictEqual(code, 0, said)
    assert.include(said, "1 known vulnerabilities, 0 of them high or critical.")
  })

  it("says that the registry does not answer, and goes on", { timeout: bound }, async () => {
    const { code, said } = await audit(405, {})
    assert.strictEqual(code, 0)
    assert.include(said, "NOT AUDITED")
  })
})
