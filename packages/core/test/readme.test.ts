import { assert, it } from "@effect/vitest"
import { spawn } from "node:child_process"
import { readFileSync } from "node:fs"
import { createServer } from "node:http"
import { text } from "node:stream/consumers"
import { fileURLToPath } from "node:url"
import { PageExamples } from "../src/testing.ts"

const example = fileURLToPath(new URL("../examples/check.ts", import.meta.url))
const fromRoot = (path: string) => new URL(`../../../${path}`, import.meta.url)

it.each(["README.md", "packages/core/README.md"])("%s shows the example as it stands", (path) => {
  const source = readFileSync(example, "utf8")
  assert.include(readFileSync(fromRoot(path), "utf8"), `\`\`\`ts\n${source}\`\`\``)
})

it("the example runs against what answers as the page shows", async () => {
  const provider = createServer((request, response) => {
    request.resume().on("end", () => response.end(PageExamples.refundedAnswer))
  })
  await new Promise<void>((listening) => {
    provider.listen(0, "127.0.0.1", listening)
  })
  const bound = provider.address()
  assert(bound !== null && typeof bound === "object")
  const child = spawn(
    process.execPath,
    ["--conditions=@bill-payment-status/source", "--disable-warning=ExperimentalWarning", example],
    {
      env: {
        AOPAY_BASE_URL: `http://127.0.0.1:${bound.port}`,
        AOPAY_REGISTRATION_ID: PageExamples.registrationId
      },
      stdio: ["ignore", "pipe", "pipe"]
    }
  )
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  provider.closeAllConnections()
  provider.close()
  assert.strictEqual(stderr, "")
  assert.match(stdout, /^Refunded, because data\.status is "0" and data\.refunded is 1: /)
})
