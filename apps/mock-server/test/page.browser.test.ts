import { existsSync } from "node:fs"
import { afterAll, afterEach, assert, beforeAll, describe, it } from "@effect/vitest"
import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type Locator,
  type Page
} from "playwright-core"
import { type RunningMockServer, startMockServer } from "../src/index.ts"

const executablePath = "/usr/bin/chromium"
const installed = existsSync(executablePath)

if (!installed)
  console.warn(
    `SKIPPED: the page at /_mock is not tested, as there is no ${executablePath}. ` +
      "Install it: apt-get install -y --no-install-recommends chromium"
  )

const flags =
  "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"

/** The browser's own note on any answer that is no success; a refused setting makes one too. */
const noteOnStatus = /^Failed to load resource: the server responded with a status of/

let browser: Browser
let mock: RunningMockServer
let namespaces = 0

beforeAll(async () => {
  if (!installed) return
  browser = await chromium.launch({ executablePath, args: flags.split(" ") })
  mock = await startMockServer()
})

afterEach(async () => {
  await Promise.all((browser?.contexts() ?? []).map((context) => context.close()))
})

afterAll(async () => {
  await browser?.close()
  await mock?.stop()
})

/** The page of a namespace that nobody else uses, and what the browser noticed. */
const open = async (options: BrowserContextOptions = {}) => {
  namespaces += 1
  const control = mock.namespace(`page-${namespaces}`)
  const context = await browser.newContext(options)
  const requests: Array<string> = []
  const complaints: Array<string> = []
  context.on("request", (request) => requests.push(request.url()))
  context.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text())
  })
  context.on("weberror", (error) => complaints.push(String(error.error())))
  context.on("dialog", (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  const page = await context.newPage()
  await page.goto(`${control.url}/_mock`)
  await page.getByText("live", { exact: true }).waitFor()
  return { complaints, control, page, requests }
}

const ask = async (baseUrl: string, referenceid: string): Promise<string> => {
  const body = JSON.stringify({ referenceid, RegistrationID: "AOP-554" })
  const response = await fetch(`${baseUrl}/api/AOP/BillPaymentStatus`, { method: "POST", body })
  return response.text()
}

const rowOf = (page: Page, table: "References" | "Journal" | "Faults", ...words: Array<string>) =>
  words.reduce(
    (rows, hasText) => rows.filter({ hasText }),
    page.getByRole("table", { name: table }).getByRole("row")
  )

const askOnPage = async (page: Page, reference: string): Promise<void> => {
  await page.getByLabel("Reference", { exact: true }).fill(reference)
  await page.getByRole("button", { name: "Ask", exact: true }).click()
}

const answerOnPage = (page: Page) => page.getByLabel("Body of the answer")

const hasFocusShown = (target: Locator) =>
  target.evaluate((element) => element.matches(":focus-visible"))

/** Through the keyboard alone, from where the focus is. */
const tabTo = async (page: Page, target: Locator, presses = 50): Promise<void> => {
  if (presses === 0) assert.fail(`the focus does not come to ${String(target)}`)
  await page.keyboard.press("Tab")
  if (!(await hasFocusShown(target))) await tabTo(page, target, presses - 1)
}

describe.skipIf(!installed)("the page at /_mock, in Chromium", () => {
  it("shows what was asked: references and journal", async () => {
    const { control, page } = await open()
    await ask(control.url, "paid-1")
    await ask(control.url, "code-7-1")
    await rowOf(page, "References", "paid-1", "paid").waitFor()
    await rowOf(page, "Journal", "code-7-1", "401").waitFor()
    const numbers = await page
      .getByRole("table", { name: "Journal" })
      .getByRole("rowheader")
      .allTextContents()
    assert.deepStrictEqual(numbers, ["2", "1"])
  })

  it("asks, and shows the raw answer with its status", async () => {
    const { page } = await open()
    await askOnPage(page, "code-7-1")
    await page.getByText(/^HTTP 401, application\/json.*, about code-7-1, after \d+ ms$/).waitFor()
    assert.match((await answerOnPage(page).textContent()) ?? "", /"response_code": 7/)
    await rowOf(page, "References", "code-7-1").waitFor()
  })

  it("+1 minute turns pending-then-paid-1 into paid", async () => {
    const { control, page } = await open()
    control.freeze("2026-01-15T05:00:00Z")
    await askOnPage(page, "pending-then-paid-1")
    await rowOf(page, "References", "pending-then-paid-1", "paid in 1 min").waitFor()
    await page.getByRole("button", { name: "+1 minute" }).click()
    await rowOf(page, "References", "stays").getByText("paid", { exact: true }).waitFor()
    await page.getByText("Thu, 15 Jan 2026, 10:31:00").waitFor()
    await page.getByText("Thu, 15 Jan 2026, 05:01:00").waitFor()
    assert.strictEqual(JSON.parse(await ask(control.url, "pending-then-paid-1")).data.status, "1")
  })

  it("freezes the clock, lets it run at a scale, and moves it by a duration in words", async () => {
    const { control, page } = await open()
    await page.getByRole("button", { name: "Freeze" }).click()
    await page.getByText("frozen", { exact: true }).waitFor()
    control.freeze("2026-01-15T05:00:00Z")
    await page.getByLabel("By", { exact: true }).fill("2 hours")
    await page.getByRole("button", { name: "Move on" }).click()
    await page.getByText("Thu, 15 Jan 2026, 07:00:00").waitFor()
    await page.getByLabel("Scale").fill("60")
    await page.getByRole("button", { name: "Run at scale" }).click()
    await page.getByText("running, 60 seconds per second", { exact: true }).waitFor()
    assert.strictEqual(control.freeze("2026-01-15T05:00:00Z").scale, 60)
  })

  it("a fault strikes from the next answer on, until it is removed", async () => {
    const { control, page } = await open()
    await page.getByRole("combobox", { name: "Fault" }).selectOption("html")
    await page.getByLabel("Only reference").fill("paid-*")
    await page.getByLabel("Times").fill("7")
    await page.getByRole("button", { name: "Add fault" }).click()
    await rowOf(page, "Faults", "html", "100 %", "paid-*", "7").waitFor()
    assert.include(await ask(control.url, "paid-1"), "<h1>Maintenance</h1>")
    await rowOf(page, "Journal", "paid-1", "html").waitFor()
    await page.getByRole("button", { name: "Remove html" }).click()
    await page.getByText("None: every answer arrives whole.").waitFor()
    assert.strictEqual(JSON.parse(await ask(control.url, "paid-1")).response_code, 1)
  })

  it("a quirk changes the next answer", async () => {
    const { control, page } = await open()
    await page.getByRole("checkbox", { name: /^responsecode/ }).check()
    await page.getByText("responsecode is on.").waitFor()
    assert.strictEqual(JSON.parse(await ask(control.url, "paid-1")).responsecode, 1)
    control.quirks("numbers")
    await page.getByRole("checkbox", { name: /^numbers/, checked: true }).waitFor()
    await page.getByRole("checkbox", { name: /^responsecode/, checked: false }).waitFor()
  })

  it.each([
    ["state", "refund-due"],
    ["scenario", "timeout"]
  ])("puts a reference into a %s, and deletes it", async (kind, name) => {
    const { control, page } = await open()
    await page.getByLabel("Reference", { exact: true }).fill("order-1")
    await page
      .getByRole("combobox", { name: "State or scenario" })
      .selectOption({ value: `${kind} ${name}` })
    await page.getByRole("button", { name: "Put" }).click()
    await rowOf(page, "References", "order-1", name).waitFor()
    assert.strictEqual(control.transaction("order-1")?.state, name)
    await page.getByRole("button", { name: "Delete order-1" }).click()
    await page.getByText("None yet.").waitFor()
    assert.isUndefined(control.transaction("order-1"))
  })

  it("shows a hostile reference as text and runs nothing", async () => {
    const { complaints, control, page } = await open()
    const hostile = "<img src=x onerror=alert(1)>"
    control.put(hostile, { state: "paid" })
    await askOnPage(page, hostile)
    await rowOf(page, "References", hostile).waitFor()
    await rowOf(page, "Journal", hostile).waitFor()
    await page.getByText(`about ${hostile}`).waitFor()
    await page.getByRole("button", { name: `Delete ${hostile}` }).click()
    await page.getByText(`${hostile} is forgotten.`).waitFor()
    assert.strictEqual(await page.locator("img").count(), 0)
    assert.deepStrictEqual(complaints, [])
  })

  it("names the field that the control API refuses, and marks it", async () => {
    const { complaints, page } = await open()
    const by = page.getByLabel("By", { exact: true })
    await by.fill("soon")
    await by.press("Enter")
    await page
      .getByRole("status")
      .getByText("Error: by: Expected a duration such as 500ms, 2s, 2 seconds or 3 days.")
      .waitFor()
    assert.strictEqual(await by.getAttribute("aria-invalid"), "true")
    await by.fill("2 hours")
    await by.press("Enter")
    await page.getByText("The clock moved on by 2 hours.").waitFor()
    assert.isNull(await by.getAttribute("aria-invalid"))
    assert.deepStrictEqual(
      complaints.filter((text) => !noteOnStatus.test(text)),
      []
    )
  })

  it("asks its own server alone, with nothing to complain about", async () => {
    const { complaints, page, requests } = await open()
    await askOnPage(page, "paid-1")
    await rowOf(page, "Journal", "paid-1").waitFor()
    await page.getByRole("button", { name: "+3 days" }).click()
    await page.getByText("The clock moved on by 3 days.").waitFor()
    const origins = new Set(requests.map((url) => new URL(url).origin))
    assert.deepStrictEqual([...origins], [mock.url])
    assert.deepStrictEqual(complaints, [])
  })

  it("is driven by the keyboard alone", async () => {
    const { control, page } = await open()
    control.freeze("2026-01-15T05:00:00Z")
    const button = page.getByRole("button", { name: "+1 day" })
    await tabTo(page, button)
    await page.keyboard.press("Enter")
    await page.getByText("Fri, 16 Jan 2026, 10:30:00").waitFor()
    assert.isTrue(await hasFocusShown(button))
  })

  it("keeps the focus on a row's button while rows come and go", async () => {
    const { control, page } = await open()
    await ask(control.url, "paid-1")
    const button = page.getByRole("button", { name: "Ask about paid-1", exact: true })
    await button.focus()
    await ask(control.url, "paid-2")
    await rowOf(page, "References", "paid-2").waitFor()
    assert.isTrue(await button.evaluate((element) => element.matches(":focus")))
  })

  it("pauses the journal, and catches up", async () => {
    const { control, page } = await open()
    await page.getByRole("button", { name: "Pause" }).click()
    await ask(control.url, "paid-1")
    const goOn = page.getByRole("button", { name: "Go on (1 new)" })
    await goOn.waitFor()
    assert.strictEqual(await rowOf(page, "Journal", "paid-1").count(), 0)
    await goOn.click()
    await rowOf(page, "Journal", "paid-1").waitFor()
  })

  it("notices that somebody else reset the namespace, though as much was asked since", async () => {
    const { control, page } = await open()
    await ask(control.url, "paid-1")
    await ask(control.url, "paid-2")
    await rowOf(page, "Journal", "paid-2").waitFor()
    control.reset()
    await ask(control.url, "paid-3")
    await ask(control.url, "paid-4")
    await ask(control.url, "paid-5")
    await rowOf(page, "Journal", "paid-5").waitFor()
    const journal = await page.getByRole("table", { name: "Journal" }).textContent()
    assert.notInclude(journal, "paid-1")
    assert.include(journal, "paid-3")
  })

  it("resets its namespace and no other", async () => {
    const { control, page } = await open()
    const other = mock.namespace("page-other")
    other.put("order-1", { state: "paid" })
    control.put("order-1", { state: "paid" })
    await rowOf(page, "References", "order-1").waitFor()
    await page.getByRole("button", { name: "Reset this namespace" }).click()
    await page.getByText("None yet.").waitFor()
    assert.isDefined(other.transaction("order-1"))
  })

  it("goes to another namespace and back to the default one", async () => {
    const { page } = await open()
    await page.getByLabel("or another").fill("page-elsewhere")
    await page.getByRole("button", { name: "Open" }).click()
    await page.waitForURL(`${mock.url}/ns/page-elsewhere/_mock`)
    const address = page.getByLabel("Base URL of this namespace")
    assert.strictEqual(await address.inputValue(), `${mock.url}/ns/page-elsewhere`)
    await page.getByRole("combobox", { name: "Namespace" }).selectOption("default")
    await page.getByRole("button", { name: "Open" }).click()
    await page.waitForURL(`${mock.url}/_mock`)
    assert.strictEqual(await address.inputValue(), mock.url)
  })

  it("says that connections are refused, and comes back", async () => {
    const own = await startMockServer()
    const page = await browser.newPage()
    await page.goto(`${own.url}/_mock`)
    await page.getByText("live", { exact: true }).waitFor()
    await page.getByRole("button", { name: "Refuse connections" }).click()
    await page.getByText("not reachable, trying again").waitFor()
    await page.getByText("live", { exact: true }).waitFor()
    assert.include(await ask(own.url, "paid-1"), "paid-1")
    await own.stop()
  })

  it("does not scroll sideways on a phone of 360 × 740", async () => {
    const { control, page } = await open({ viewport: { width: 360, height: 740 } })
    const longest = "pending-then-paid-".padEnd(64, "x")
    await ask(control.url, longest)
    control.faults({ fault: "slow", delay: { median: "10ms", p99: "20ms" }, reference: longest })
    await askOnPage(page, longest)
    await rowOf(page, "Journal", longest, "slow").waitFor()
    await answerOnPage(page).waitFor()
    const width = await page.evaluate<number>("document.documentElement.scrollWidth")
    assert.strictEqual(width, 360)
  })

  it.each([
    ["light", (brightness: number) => brightness > 200],
    ["dark", (brightness: number) => brightness < 60]
  ] as const)("follows the colour scheme: %s", async (colorScheme, fits) => {
    const { page } = await open({ colorScheme })
    const color = await page.evaluate<string>("getComputedStyle(document.body).backgroundColor")
    const channels = color.match(/\d+/g)?.map(Number) ?? []
    assert.lengthOf(channels, 3)
    for (const channel of channels) assert.isTrue(fits(channel), color)
    assert.isAbove((await page.screenshot()).length, 10_000)
  })
})
