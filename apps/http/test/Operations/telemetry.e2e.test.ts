import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import {
  mockSettings,
  runCaptured,
  type RunningServer,
  startServer
} from "../../../../scripts/programs.ts"
import { BuiltGateway, eventually } from "../BuiltGateway.ts"
import { attributeOf, type CollectedSpan, Collector } from "./Collector.ts"

const traceId = "0af7651916cd43dd8448eb211c80319c"
const callerSpan = "b7ad6b7169203331"
const asCaller = { traceparent: `00-${traceId}-${callerSpan}-01` }

/** Each of these would tell who asked about what. */
const references = ["123456", "paid-secret-77", "code-7-secret-88", "html-secret-99"]

let mock: RunningServer
let folder = ""
let key = ""

beforeAll(async () => {
  mock = await startServer("mock-server")
  folder = mkdtempSync(join(tmpdir(), "telemetry-"))
  const file = join(folder, "keys.json")
  const args = "keys create --name billing --scope read --scope admin --registration AOP-554 --file"
  const made = await runCaptured("http", [...args.split(" "), file])
  key = /bps_live_\w+/.exec(made.stdout)?.[0] ?? ""
  assert.notStrictEqual(key, "", made.stderr)
})

afterAll(async () => {
  await mock.stop()
  rmSync(folder, { recursive: true })
})

const settings = (collector: string) => ({
  ...mockSettings(mock.address),
  BILL_STATUS_LAYER: "live",
  BILL_STATUS_KEYS_FILE: join(folder, "keys.json"),
  OTEL_EXPORTER_OTLP_ENDPOINT: collector,
  OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
  OTEL_EXPORTER_OTLP_HEADERS: "x-tenant=payments",
  OTEL_RESOURCE_ATTRIBUTES: "deployment.environment=test"
})

const isOf =
  (route: string) =>
  (span: CollectedSpan): boolean =>
    attributeOf(span, "http.route") === route

describe("telemetry", () => {
  const collector = new Collector()
  const transaction = "/v1/transactions/{reference}"
  let answeredTraceparent = ""
  let collected: ReadonlyArray<CollectedSpan> = []

  beforeAll(async () => {
    const gateway = new BuiltGateway(settings(await collector.open()))
    const headers = { authorization: `Bearer ${key}`, "x-request-id": "asked-1" }
    const first = await gateway.get("/v1/transactions/123456", { ...headers, ...asCaller })
    answeredTraceparent = String(first.headers["traceparent"])
    await Promise.all(
      references.flatMap((reference) => [
        gateway.get(`/v1/transactions/${reference}`, headers),
        gateway.get(`/v1/transactions/${reference}?fresh=true`, headers)
      ])
    )
    await gateway.get("/no/such/123456")
    await gateway.get("/v1/transactions/123456")
    // What the log says of it goes to the collector too.
    writeFileSync(join(folder, "keys.json"), "{")
    await eventually(() => assert.isTrue(gateway.log().some(({ level }) => level === "ERROR")))
    assert.strictEqual(await gateway.stop(), 0)
    collector.close()
    collected = collector.spans()
  })

  it("tells who sends it", () => {
    assert.strictEqual(collector.resource("service.name"), "bill-status-http")
    assert.strictEqual(collector.resource("deployment.environment"), "test")
    assert.isDefined(collector.resource("service.instance.id"))
    assert.strictEqual(collector.received[0]?.headers["x-tenant"], "payments")
  })

  it("has a span a request, named by the route, below the caller's, and answers with it", () => {
    const span = collected.find(({ parentSpanId }) => parentSpanId === callerSpan)
    assert.isDefined(span)
    if (span === undefined) return
    assert.strictEqual(span.name, `GET ${transaction}`)
    assert.strictEqual(span.kind, 2)
    assert.strictEqual(span.traceId, traceId)
    assert.strictEqual(answeredTraceparent, `00-${traceId}-${span.spanId}-01`)
    assert.deepStrictEqual(
      Object.fromEntries(span.attributes.map(({ key }) => [key, attributeOf(span, key)] as const)),
      {
        "http.request.method": "GET",
        "http.route": transaction,
        "http.response.status_code": "200",
        "bill_status.request_id": "asked-1",
        "bill_status.key_id": key.slice("bps_live_".length, "bps_live_".length + 10)
      }
    )
  })

  it("has the question to AOPay below the request that asked it", () => {
    const requests = new Set(collected.filter(isOf(transaction)).map(({ spanId }) => spanId))
    const questions = collected.filter(({ name }) => name === "BillPaymentStatus.inspect")
    assert.isAtLeast(questions.length, references.length)
    for (const { parentSpanId = "" } of questions) assert.isTrue(requests.has(parentSpanId))
  })

  it("has one for an answer from memory, a refusal and an unknown address too", () => {
    const statuses = collected.map((span) => attributeOf(span, "http.response.status_code"))
    assert.includeMembers(statuses, ["200", "401", "404", "502"])
    const lost = collected.find((span) => attributeOf(span, "http.response.status_code") === "404")
    assert.strictEqual(lost?.name, "GET")
  })

  it("names what went wrong, and no more", () => {
    const failed = collected.find(
      ({ name, status }) => name === "BillPaymentStatus.inspect" && status.code === 2
    )
    assert.match(failed?.status.message ?? "", /^[A-Z]\w+$/)
    const fault = collected.find((span) => attributeOf(span, "http.response.status_code") === "502")
    assert.strictEqual(fault?.status.code, 2)
  })

  it("has metrics and logs", () => {
    assert.include(collector.bodiesOf("metrics").join(""), "bill_status_http_requests_total")
    assert.include(collector.bodiesOf("logs").join(""), "The keys stay as they were.")
  })

  it("holds no reference, account, registration or key", () => {
    const all = collector.received.map(({ body }) => body).join("\n")
    assert.isAbove(all.length, 1000)
    for (const secret of [
      ...references,
      "AOP-554",
      key,
      key.slice(25),
      "102277100",
      "•7100",
      "secret"
    ])
      assert.notInclude(all, secret)
  })
})

describe("telemetry settings", () => {
  it.each([
    ["OTEL_EXPORTER_OTLP_ENDPOINT", "nowhere"],
    ["OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"],
    ["OTEL_TRACES_SAMPLER", "sometimes"],
    ["OTEL_BSP_SCHEDULE_DELAY", "soon"]
  ])("%s=%s is said to be wrong", async (name, value) => {
    const gateway = new BuiltGateway({
      OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1",
      [name]: value
    })
    assert.strictEqual(await gateway.ended, 64)
    assert.include(gateway.stderr.join("\n"), `bill-status-http: ${name} is not valid.`)
  })

  it("without an endpoint passes the caller's trace on as it is", async () => {
    const gateway = new BuiltGateway({})
    const { headers } = await gateway.get("/v1/transactions/paid-1", asCaller)
    assert.strictEqual(headers["traceparent"], asCaller.traceparent)
    await gateway.stop()
  })

  it("answers though nobody collects", async () => {
    const gateway = new BuiltGateway({ OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1" })
    assert.strictEqual((await gateway.get("/v1/transactions/paid-1")).status, 200)
    assert.strictEqual(await gateway.stop(), 0)
  })

  it("sends no more to a collector that does not take it", async () => {
    const collector = new Collector({ hangs: true })
    const gateway = new BuiltGateway({
      OTEL_EXPORTER_OTLP_ENDPOINT: await collector.open(),
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      OTEL_BSP_MAX_EXPORT_BATCH_SIZE: "1"
    })
    const ask = async (left: number): Promise<void> => {
      const { headers } = await gateway.get("/health/live")
      if (left > 0 && String(headers["traceparent"]).endsWith("-01")) await ask(left - 1)
      else assert.match(String(headers["traceparent"]), /-00$/)
    }
    await ask(500)
    assert.isAtMost(collector.bodiesOf("traces").length, 8)
    assert.strictEqual(await gateway.stop(), 0)
    collector.close()
  })

  it("OTEL_TRACES_SAMPLER=always_off sends no span, and says so to whom it asks", async () => {
    const collector = new Collector()
    const gateway = new BuiltGateway({
      OTEL_EXPORTER_OTLP_ENDPOINT: await collector.open(),
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      OTEL_TRACES_SAMPLER: "always_off"
    })
    const { headers } = await gateway.get("/v1/transactions/paid-1", asCaller)
    assert.match(String(headers["traceparent"]), new RegExp(`^00-${traceId}-[0-9a-f]{16}-00$`))
    await gateway.stop()
    collector.close()
    assert.isEmpty(collector.spans())
    assert.isNotEmpty(collector.bodiesOf("metrics"))
  })
})
