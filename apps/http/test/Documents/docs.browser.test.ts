import { existsSync } from "node:fs"
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { type Browser, chromium } from "playwright-core"
import { type RunningServer, startServer } from "../../../../scripts/programs.ts"

const executablePath = "/usr/bin/chromium"
const installed = existsSync(executablePath)

if (!installed)
  console.warn(
    `SKIPPED: /docs and /problems are not tested, as there is no ${executablePath}. ` +
      "Install it: apt-get install -y --no-install-recommends chromium"
  )

const flags =
  "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"

let browser: Browser
let gateway: RunningServer

beforeAll(async () => {
  if (!installed) return
  browser = await chromium.launch({ executablePath, args: flags.split(" ") })
  gateway = await startServer("http", {
    BILL_STATUS_LAYER: "stub",
    BILL_STATUS_REQUEST_LOG: "off"
  })
})

afterAll(async () => {
  await browser?.close()
  await gateway?.stop()
})

/** A page on which every request elsewhere fails, and what the browser noticed. */
const open = async (path: string, width = 1280) => {
  const context = await browser.newContext({ viewport: { width, height: 800 } })
  const elsewhere: Array<string> = []
  const complaints: Array<string> = []
  await context.route(
    (url) => url.origin !== gateway.address && url.protocol !== "data:",
    (route) => {
      elsewhere.push(route.request().url())
      return route.abort()
    }
  )
  context.on("console", (message) => complaints.push(message.text()))
  context.on("weberror", (error) => complaints.push(String(error.error())))
  const page = await context.newPage()
  await page.goto(gateway.address + path)
  return { complaints, elsewhere, page }
}

describe.skipIf(!installed)("the documents, in Chromium", () => {
  it("/docs shows every operation, and asks nobody else for anything", async () => {
    const { complaints, elsewhere, page } = await open("/docs")
    const { paths } = JSON.parse(await (await fetch(`${gateway.address}/openapi.json`)).text())
    const routes = Object.entries<object>(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`)
    )
    assert.isAtLeast(routes.length, 11)
    await Promise.all(
      routes.map((route) => page.getByText(route, { exact: true }).first().waitFor())
    )
    assert.deepStrictEqual([elsewhere, complaints], [[], []])
  })

  it("/docs has its style, and shows an example when asked to", async () => {
    const { complaints, page } = await open("/docs")
    const width = await page.evaluate("getComputedStyle(document.body).maxWidth")
    assert.strictEqual(width, "960px")
    await page.getByText("Example: paid, long ago").first().click()
    await page.getByText('"verdict": "Paid"').first().waitFor()
    assert.deepStrictEqual(complaints, [])
  })

  it("/docs links to schemas that are there", async () => {
    const { page } = await open("/docs")
    const links = await page.locator("a[href^='#']").all()
    const hrefs = await Promise.all(links.map((link) => link.getAttribute("href")))
    const ids = new Set(
      await page.locator("[id]").evaluateAll((elements) => elements.map(({ id }) => `#${id}`))
    )
    const broken = hrefs.filter((href) => !ids.has(href ?? ""))
    assert.deepStrictEqual(broken, [])
  })

  it.each(["/docs", "/problems", "/problems/circuit-open"])(
    "%s fits a narrow window",
    async (path) => {
      const { page } = await open(path, 360)
      const overflow = await page.evaluate<number>(
        "document.documentElement.scrollWidth - innerWidth"
      )
      assert.isAtMost(overflow, 0)
    }
  )

  it("leads from the list of problems to each and back", async () => {
    const { complaints, elsewhere, page } = await open("/problems")
    await page.getByRole("link", { name: "TransactionNotFound" }).click()
    await page.getByRole("heading", { name: "No such transaction on record" }).waitFor()
    await page.getByRole("link", { name: "Problems" }).click()
    await page.getByRole("heading", { name: "Problems" }).waitFor()
    assert.deepStrictEqual([elsewhere, complaints], [[], []])
  })
})
