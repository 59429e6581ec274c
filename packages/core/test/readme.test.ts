import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { spawn } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"
import { text } from "node:stream/consumers"
import { fileURLToPath } from "node:url"
import { type ScenarioServer, startScenarioServer } from "./scenarioServer.ts"

const folder = new URL("../examples/", import.meta.url)
const fromRoot = (path: string) => new URL(`../../../${path}`, import.meta.url)
const shown = (readme: string, example: string): boolean =>
  readFileSync(fromRoot(readme), "utf8").includes(
    `\`\`\`ts\n${readFileSync(new URL(example, folder), "utf8")}\`\`\``
  )

let provider: ScenarioServer

beforeAll(async () => {
  provider = await startScenarioServer()
})

afterAll(() => provider.stop())

/** What each example prints. */
const examples: { readonly [example: string]: RegExp } = {
  "check.ts": /^Refunded, because data\.status is "0" and data\.refunded is 1: /,
  "inspect.ts": /^RefundDue: do not refund\n$/,
  "catchErrors.ts": /^InvalidSignature\. AOPay did not recognise us; /,
  "inspectMany.ts": /^paid-1 Paid\ncode-7-1 InvalidSignature\npending-1 Pending\n$/,
  "track.ts": /^first -> Refunded, final: true\n$/,
  "callPolicy.ts": /^Paid\n$/,
  "layerTest.ts": /^Paid after 2 questions\n$/,
  "samples.ts": /^RefundDue, because .+\nAOPay did not recognise us.+\ntrue\n$/,
  "promise.ts": /^TransactionRefunded: Refund the customer or pay again: one of the two, once/,
  "promiseTrack.ts": /^Refunded\n$/,
  "metrics.ts": /bill_payment_status_inquiries_total\{outcome="Paid"\} 1/
}

describe("the examples", () => {
  it("are all listed here", () => {
    assert.sameMembers(readdirSync(folder), Object.keys(examples))
  })

  it.each(Object.entries(examples))("%s runs", async (example, prints) => {
    const child = spawn(
      process.execPath,
      [
        "--conditions=@bill-payment-status/source",
        "--disable-warning=ExperimentalWarning",
        fileURLToPath(new URL(example, folder))
      ],
      {
        env: { AOPAY_BASE_URL: provider.baseUrl, AOPAY_REGISTRATION_ID: "AOP-554" },
        stdio: ["ignore", "pipe", "pipe"]
      }
    )
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
    assert.match(stdout + stderr, prints)
  })

  it.each(Object.keys(examples))("%s stands in the README as it is", (example) => {
    assert.isTrue(shown("packages/core/README.md", example))
  })

  it("the first stands in the README at the root too", () => {
    assert.isTrue(shown("README.md", "check.ts"))
  })
})
