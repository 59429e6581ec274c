import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { type RunningMockServer, startMockServer } from "@bill-payment-status/mock-server"
import { mockSettings } from "../../../scripts/programs.ts"
import { assertProblem, type Expected } from "./assertProblem.ts"
import { eventually } from "./eventually.ts"
import { type GatewayProgram, startGatewayProgram } from "./GatewayProgram.ts"
import { exchange, openConnection, requestText } from "./RawConnection.ts"

/** What must never be repeated, wherever it was put. */
const secret = "AOP-S3CRET-0123456789"

const batch = "/v1/transactions/batch"
const compatible = "/api/AOP/BillPaymentStatus"
const json = "content-type: application/json"

let mock: RunningMockServer
let gateway: GatewayProgram

beforeAll(async () => {
  mock = await startMockServer()
  gateway = await startGatewayProgram({
    ...mockSettings(mock.url),
    BILL_STATUS_TIMEOUT: "500ms",
    BILL_STATUS_DEADLINE: "1s"
  })
})

afterAll(async () => {
  await gateway.stop()
  await mock.stop()
})

interface Row extends Expected {
  readonly name: string
  readonly bytes: string | Buffer
}

const row = (
  name: string,
  bytes: string | Buffer,
  status: number,
  tag: string,
  field?: string
): Row => ({ name, bytes, status, tag, ...(field === undefined ? {} : { field }) })

const get = (target: string, ...headers: ReadonlyArray<string>) =>
  requestText("GET", target, { headers })

const post = (target: string, body: string, ...headers: ReadonlyArray<string>) =>
  requestText("POST", target, { body, headers: headers.length === 0 ? [json] : headers })

const malformed = (name: string, bytes: string | Buffer, field: string) =>
  row(name, bytes, 400, "InvalidRequest", field)

const asked = (name: string, bytes: string, field: string) =>
  row(name, bytes, 400, "InvalidInquiry", field)

const one = "/v1/transactions/paid-1"

const notUtf8 = (target: string) =>
  Buffer.concat([
    Buffer.from(`POST ${target} HTTP/1.1\r\nhost: x\r\n${json}\r\ncontent-length: 3\r\n\r\n"`),
    Buffer.from([0xff, 0x22])
  ])

const references: ReadonlyArray<Row> = [
  asked("a blank reference", get("/v1/transactions/%20"), "reference"),
  asked("a long reference", get(`/v1/transactions/${"x".repeat(65)}`), "reference"),
  asked("a very long reference", get(`/v1/transactions/${"x".repeat(8000)}`), "reference"),
  asked("a NUL in it", get("/v1/transactions/a%00b"), "reference"),
  asked("a control character in it", get("/v1/transactions/%C2%9B"), "reference"),
  asked("a line break in it", get("/v1/transactions/a%0D%0Ab"), "reference"),
  malformed("a percent sign alone", get("/v1/transactions/%"), "path"),
  malformed("half an escape", get("/v1/transactions/%E0%A4%A"), "path"),
  malformed("escapes that are no UTF-8", get("/v1/transactions/%FF"), "path"),
  malformed("an overlong slash", get("/v1/transactions/%C0%AF"), "path"),
  malformed("a fragment", get("/v1/transactions/paid-1#x"), "path"),
  asked("a blank reference of events", get("/v1/transactions/%20/events"), "reference"),
  asked("a long one of events", get(`/v1/transactions/${"x".repeat(65)}/events`), "reference")
]

const queries: ReadonlyArray<Row> = [
  malformed("fresh that is no flag", get(`${one}?fresh=${secret}`), "fresh"),
  malformed("fresh that is empty", get(`${one}?fresh=`), "fresh"),
  malformed("fresh without a value", get(`${one}?fresh`), "fresh"),
  malformed("fresh in upper case", get(`${one}?fresh=TRUE`), "fresh"),
  malformed("fresh twice", get(`${one}?fresh=true&fresh=true`), "fresh"),
  malformed("fresh that is no UTF-8", get(`${one}?fresh=%FF`), "fresh"),
  malformed("until that is neither", get(`${one}/events?until=${secret}`), "until"),
  malformed("until twice", get(`${one}/events?until=paid&until=final`), "until"),
  malformed("an unknown name", get(`${one}?frehs=true`), "frehs"),
  malformed("an unknown name of events", get(`${one}/events?fresh=true`), "fresh"),
  malformed("an unknown name of a batch", post(`${batch}?x=1`, "{}"), "x"),
  malformed("an unknown name of AOPay's route", post(`${compatible}?x=1`, "{}"), "x"),
  malformed("an unknown name of the metrics", get("/metrics?x=1"), "x"),
  malformed("an unknown name of a document", get("/openapi.json?x=1"), "x"),
  malformed("a name that may be a secret", get(`${one}?${secret}=1`), "query"),
  malformed("a name that is no UTF-8", get(`${one}?%FF=1`), "query"),
  malformed("a thousand names", get(`${one}?${"a=1&".repeat(1000)}`), "a")
]

const headerRows: ReadonlyArray<Row> = [
  malformed("no host", "GET /v1/transactions/paid-1 HTTP/1.1\r\n\r\n", "host"),
  malformed("no host for a body", `POST ${batch} HTTP/1.1\r\ncontent-length: 2\r\n\r\n{}`, "host"),
  malformed("two hosts", get(one, "host: other"), "host"),
  malformed("two hosts of health", get("/health/live", "host: other"), "host"),
  asked("an empty registration", get(one, "registration-id:"), "registration"),
  asked(
    "an empty registration, behind the router",
    get(`${one}?fresh=true`, "registration-id:"),
    "registration"
  ),
  asked("a long registration", get(one, `registration-id: ${"x".repeat(65)}`), "registration"),
  malformed(
    "two registrations",
    get(one, `registration-id: ${secret}`, `registration-id: ${secret}`),
    "registration-id"
  ),
  malformed(
    "two registrations, behind the router",
    get(`${one}?fresh=true`, "registration-id: AOP-554", `registration-id: ${secret}`),
    "registration-id"
  ),
  malformed(
    "two registrations of a batch",
    post(batch, "{}", json, "registration-id: AOP-554", "registration-id: AOP-554"),
    "registration-id"
  ),
  asked(
    "an empty registration of events",
    get(`${one}/events`, "registration-id:"),
    "registration"
  ),
  malformed("an id that is no event's", get(`${one}/events`, "last-event-id: 1"), "last-event-id"),
  malformed(
    "an id with a verdict there is not",
    get(`${one}/events`, "last-event-id: Lost@2026-01-01T00:00:00.000Z"),
    "last-event-id"
  ),
  malformed(
    "an event id twice",
    get(
      `${one}/events`,
      "last-event-id: Paid@2026-01-01T00:00:00.000Z",
      "last-event-id: Paid@2026-01-01T00:00:00.000Z"
    ),
    "last-event-id"
  ),
  malformed("an event id that is empty", get(`${one}/events`, "last-event-id:"), "last-event-id"),
  malformed(
    "an expectation nobody meets",
    post(batch, '{"references":[]}', json, "expect: 200-maybe"),
    "expect"
  )
]

const bodies: ReadonlyArray<Row> = [
  ...[batch, compatible].flatMap((target) => [
    malformed(`nothing at ${target}`, post(target, ""), "body"),
    malformed(`no length at ${target}`, requestText("POST", target, { headers: [json] }), "body"),
    malformed(`no JSON at ${target}`, post(target, `{"${secret}`), "body"),
    malformed(`null at ${target}`, post(target, "null"), "body"),
    malformed(`a list at ${target}`, post(target, "[]"), ""),
    malformed(`a number at ${target}`, post(target, "1e999"), "body"),
    malformed(`invalid UTF-8 at ${target}`, notUtf8(target), "body"),
    malformed(`deep nesting at ${target}`, post(target, "[".repeat(10_000)), "body")
  ]),
  malformed("no references", post(batch, "{}"), "references"),
  malformed("a member nobody knows", post(batch, '{"references":[],"fresh":true}'), "fresh"),
  malformed(
    "a member that may be a secret",
    post(batch, `{"references":[],"${secret}":1}`),
    "body"
  ),
  malformed("references that are text", post(batch, `{"references":"${secret}"}`), "references"),
  malformed("references that are null", post(batch, '{"references":null}'), "references"),
  malformed("references that are an object", post(batch, '{"references":{"0":"a"}}'), "references"),
  malformed("a reference that is a number", post(batch, '{"references":["a",1]}'), "references[1]"),
  malformed("a reference that is null", post(batch, '{"references":[null]}'), "references[0]"),
  malformed(
    "a reference that is an object",
    post(batch, `{"references":["a",{"${secret}":1}]}`),
    "references[1]"
  ),
  malformed(
    "1,001 references",
    post(batch, JSON.stringify({ references: Array.from({ length: 1001 }, () => "a") })),
    "references"
  ),
  malformed(
    "a thousand faults",
    post(batch, JSON.stringify({ references: Array.from({ length: 1000 }, () => 1) })),
    "references[0]"
  ),
  malformed(
    "a hundred thousand faults",
    post(batch, JSON.stringify({ references: Array.from({ length: 100_000 }, () => 1) })),
    "references"
  ),
  row(
    "too long a batch",
    requestText("POST", batch, { headers: [json, "content-length: 99999999"] }),
    413,
    "ContentTooLarge"
  ),
  row(
    "too long a question",
    post(compatible, JSON.stringify({ referenceid: "x".repeat(20_000), RegistrationID: "a" })),
    413,
    "ContentTooLarge"
  ),
  row(
    "too long a question in chunks",
    `${requestText("POST", compatible, { headers: [json, "transfer-encoding: chunked"] })}${`1000\r\n${"a".repeat(4096)}\r\n`.repeat(6)}0\r\n\r\n`,
    413,
    "ContentTooLarge"
  ),
  ...["text/plain", "application/xml", "application/jsonp", "application/json; charset=latin1", ""]
    .map((type) => post(batch, '{"references":[]}', `content-type: ${type}`))
    .map((bytes, index) => row(`content type ${index}`, bytes, 415, "UnsupportedMediaType")),
  malformed("two content types", post(batch, '{"references":[]}', json, json), "content-type"),
  row(
    "a compressed body",
    post(batch, '{"references":[]}', json, "content-encoding: gzip"),
    415,
    "UnsupportedMediaType"
  ),
  malformed("a question without members", post(compatible, "{}"), "referenceid RegistrationID"),
  malformed(
    "members in another case",
    post(compatible, '{"ReferenceID":"1","registrationid":"2"}'),
    "referenceid RegistrationID"
  ),
  malformed(
    "numbers for members",
    post(compatible, '{"referenceid":123,"RegistrationID":9876501234}'),
    "referenceid RegistrationID"
  ),
  malformed(
    "objects for members",
    post(compatible, `{"referenceid":["${secret}"],"RegistrationID":{"${secret}":null}}`),
    "referenceid RegistrationID"
  ),
  asked(
    "an empty referenceid",
    post(compatible, '{"referenceid":"","RegistrationID":"AOP-554"}'),
    "reference"
  ),
  asked(
    "an empty RegistrationID",
    post(compatible, '{"referenceid":"paid-1","RegistrationID":""}'),
    "registration"
  ),
  asked(
    "a long RegistrationID",
    post(compatible, `{"referenceid":"paid-1","RegistrationID":"${secret.repeat(5)}"}`),
    "registration"
  ),
  asked(
    "a RegistrationID with a line break",
    post(compatible, `{"referenceid":"paid-1","RegistrationID":"${secret}\\n"}`),
    "registration"
  ),
  asked(
    "half a surrogate pair",
    post(compatible, '{"referenceid":"\\ud800","RegistrationID":"AOP-554"}'),
    "reference"
  )
]

const noRoute = (name: string, bytes: string) => row(name, bytes, 404, "NoSuchRoute")
const noMethod = (name: string, bytes: string) => row(name, bytes, 405, "MethodNotAllowed")

const addresses: ReadonlyArray<Row> = [
  noRoute("nothing there", get("/v2")),
  noRoute("the root", get("/")),
  noRoute("two slashes", get("//v1/transactions/paid-1")),
  noRoute("two slashes inside", get("/v1//transactions/paid-1")),
  noRoute("a slash at the end", get(`${one}/`)),
  noRoute("dots", get("/v1/transactions/../../health/live")),
  noRoute("dots before health", get("/health/../v1/transactions/paid-1/x")),
  noRoute("another case", get("/V1/Transactions/paid-1")),
  noRoute("an escaped slash for one of ours", get("/v1%2Ftransactions%2Fpaid-1")),
  noRoute("another address whole", get("http://elsewhere/")),
  noRoute("a star", requestText("OPTIONS", "*")),
  row("a long address", get(`/v1/transactions/${"a".repeat(9000)}`), 414, "UriTooLong"),
  row("a long query", get(`${one}?fresh=${"a".repeat(9000)}`), 414, "UriTooLong"),
  ...["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"].map((method) =>
    noMethod(`${method} of a transaction`, requestText(method, one))
  ),
  noMethod("PUT of a batch", requestText("PUT", batch, { body: "{}" })),
  noMethod("GET of AOPay's route", get(compatible)),
  noMethod("POST of health", post("/health/live", "{}")),
  noMethod("POST of a document", post("/openapi.json", "{}")),
  noMethod("a tunnel", requestText("CONNECT", "elsewhere:443"))
]

const unreadable = (name: string, bytes: string | Buffer) => malformed(name, bytes, "request")

const lengthAndChunks = (target: string) =>
  `POST ${target} HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET /${secret} HTTP/1.1\r\nhost: x\r\n\r\n`

const noHttp: ReadonlyArray<Row> = [
  unreadable("a TLS greeting", Buffer.from([22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3])),
  unreadable("noise", `${secret}\r\n\r\n`),
  unreadable("HTTP/2 without an upgrade", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
  malformed("HTTP/0.9", "GET /health/live\r\n\r\n", "host"),
  unreadable("no path", get("?fresh=true")),
  unreadable("line feeds alone", "GET /health/live HTTP/1.1\nhost: x\n\n"),
  unreadable("a method there is not", requestText("GETT", one)),
  unreadable("a NUL in a header", get(one, `registration-id: ${secret}\0`)),
  unreadable("a space before a colon", get(one, "registration-id : AOP-554")),
  unreadable("a folded header", get(one, `x: a\r\n ${secret}`)),
  unreadable("a NUL in the address", get("/v1/transactions/\0")),
  unreadable("length and chunks", lengthAndChunks(batch)),
  unreadable("length and chunks for AOPay's route", lengthAndChunks(compatible)),
  unreadable("two lengths", post(batch, "{}", "content-length: 3")),
  unreadable("the same length twice", post(batch, "{}", "content-length: 2")),
  unreadable(
    "a negative length",
    `POST ${batch} HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n`
  ),
  unreadable(
    "a length with a sign",
    `POST ${batch} HTTP/1.1\r\nhost: x\r\ncontent-length: +2\r\n\r\n{}`
  ),
  unreadable(
    "an endless length",
    `POST ${batch} HTTP/1.1\r\nhost: x\r\ncontent-length: ${"9".repeat(40)}\r\n\r\n`
  ),
  unreadable(
    "a transfer coding there is not",
    requestText("POST", batch, { headers: ["transfer-encoding: identity"] })
  ),
  unreadable(
    "chunked, but not last",
    requestText("POST", batch, { headers: ["transfer-encoding: chunked, gzip"] })
  ),
  unreadable(
    "a chunk without a size",
    `${requestText("POST", batch, { headers: ["transfer-encoding: chunked"] })}${secret}\r\n{}\r\n`
  ),
  row(
    "long headers",
    get(one, ...Array.from({ length: 20 }, () => `x: ${"a".repeat(1000)}`)),
    431,
    "HeadersTooLarge"
  )
]

const suites: { readonly [name: string]: ReadonlyArray<Row> } = {
  "a reference": references,
  "the query": queries,
  "a header": headerRows,
  "a body": bodies,
  "an address or a method": addresses,
  "bytes that are no request": noHttp
}

describe.each(Object.entries(suites))("refuses %s that does not fit:", (_, rows) => {
  it.each(rows)("$name", async ({ bytes, ...expected }) => {
    const connection = await openConnection(gateway.port)
    connection.send(bytes)
    const answer = await connection.next()
    const text = assertProblem(answer, expected)
    assert.notInclude(text, secret)
    if (answer?.headers["connection"] === "close") {
      await connection.closed
      assert.strictEqual(connection.unread(), "")
    } else {
      connection.send(requestText("GET", "/health/live"))
      assert.strictEqual((await connection.next())?.status, 200)
    }
    connection.destroy()
  })
})

describe("what is unusual and fits", () => {
  it.each([
    ["a reference with a semicolon", "/v1/transactions/paid-1;x", "paid-1;x"],
    ["the same behind the router", "/v1/transactions/paid-1;x?fresh=true", "paid-1;x"],
    ["an escaped semicolon", "/v1/transactions/paid-1%3Bx", "paid-1;x"],
    ["an escaped slash", "/v1/transactions/paid-1%2Fx", "paid-1/x"],
    ["an escaped hash", "/v1/transactions/paid-1%23x", "paid-1#x"],
    ["an escape that was escaped", "/v1/transactions/paid-1%2541", "paid-1%41"],
    ["a plus", "/v1/transactions/paid-1+x", "paid-1+x"],
    ["a backslash", "/v1/transactions/paid-1%5Cx", "paid-1\\x"],
    ["letters of any script", "/v1/transactions/paid-1%E0%A4%AC", "paid-1ब"],
    ["an empty query", "/v1/transactions/paid-1?", "paid-1"]
  ])("%s is about that reference", async (_, target, reference) => {
    const answer = await exchange(gateway.port, get(target))
    assert.strictEqual(answer?.status, 200)
    assert.strictEqual(JSON.parse(answer?.body.toString() ?? "").referenceId, reference)
  })

  it.each([
    ["HTTP/1.0 without a host", `GET ${one} HTTP/1.0\r\n\r\n`],
    ["a body that nobody reads", requestText("GET", one, { body: "hello" })],
    ["a wish for another protocol", get(one, "connection: upgrade", "upgrade: websocket")],
    ["an id and a trace that are malformed", get(one, "x-request-id: a b", "traceparent: 00")],
    ["an expectation that is met", get(one, "expect: 100-continue")]
  ])("%s", async (_, bytes) => {
    const answer = await exchange(gateway.port, bytes)
    assert.strictEqual(answer?.status, 200)
    assert.match(answer?.headers["x-request-id"] ?? "", /^[\w-]+$/)
    assert.isUndefined(answer?.headers["traceparent"])
  })

  it("keeps a well-formed id and trace of the caller's", async () => {
    const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    const headers = ["x-request-id: order-7/a=b:c.d", `traceparent: ${traceparent}`]
    const answer = await exchange(gateway.port, get(one, ...headers))
    assert.strictEqual(answer?.headers["x-request-id"], "order-7/a=b:c.d")
    assert.strictEqual(answer?.headers["traceparent"], traceparent)
  })

  it("a HEAD is told what a GET is, without the body; there is none of events", async () => {
    const connection = await openConnection(gateway.port)
    connection.send(requestText("HEAD", one))
    const head = await connection.next({ toHead: true })
    assert.strictEqual(head?.status, 200)
    assert.isAbove(Number(head?.headers["content-length"]), 100)
    connection.send(requestText("HEAD", "/v1/transactions/pending-1/events"))
    assert.strictEqual((await connection.next({ toHead: true }))?.status, 405)
    connection.destroy()
  })
})

describe("a caller who speaks on", () => {
  it("does not get an answer in the middle of another", async () => {
    const connection = await openConnection(gateway.port)
    connection.send(get("/v1/transactions/pending-1/events"))
    connection.send(`${secret}\r\n\r\n`)
    await connection.closed
    assert.notInclude(connection.unread(), "400 Bad Request")
    assert.notInclude(connection.unread(), "InvalidRequest")
  })

  it("does not get the answer to what came later first", async () => {
    const connection = await openConnection(gateway.port)
    connection.send(get("/v1/transactions/timeout-1"))
    connection.send(`${secret}\r\n\r\n`)
    const answer = await connection.next()
    assert.notStrictEqual(answer?.status, 400)
    connection.destroy()
  })

  it("gets answers in the order of the questions", async () => {
    const connection = await openConnection(gateway.port)
    const asked = ["timeout-2", "paid-1", "123456", "pending-1"]
    connection.send(asked.map((reference) => get(`/v1/transactions/${reference}`)).join(""))
    const told = await connection.take(asked.length)
    assert.deepStrictEqual(
      told.map(({ body }) => JSON.parse(body.toString()).referenceId),
      asked
    )
    connection.destroy()
  })
})

const inFlight = async () => {
  const answer = await exchange(gateway.port, get("/metrics"))
  return /^bill_status_http_requests_in_flight (\d+)$/m.exec(answer?.body.toString() ?? "")?.[1]
}

describe("a caller who is cut short", () => {
  it.each([
    ["half the headers", "POST /v1/transactions/batch HTTP/1.1\r\nhost: x\r\n"],
    ["half a body", `POST ${batch} HTTP/1.1\r\nhost: x\r\n${json}\r\ncontent-length: 50\r\n\r\n{`],
    [
      "half a chunk",
      `${requestText("POST", compatible, { headers: ["transfer-encoding: chunked"] })}ff\r\n{`
    ]
  ])("leaves nothing behind after %s", async (_, bytes) => {
    const connection = await openConnection(gateway.port)
    connection.send(bytes)
    connection.destroy()
    const answer = await exchange(gateway.port, get("/health/live"))
    assert.strictEqual(answer?.status, 200)
  })

  it("counts nothing as in flight in the end", async () => {
    // The request that looks is one.
    assert.strictEqual(await eventually(inFlight, (seen) => seen === "1"), "1")
  })
})

describe("the log of all this", () => {
  it("repeats nothing that was sent", () => {
    assert.notInclude(gateway.stderr(), secret)
    assert.notInclude(gateway.stderr(), "at fault")
    assert.notMatch(gateway.stderr(), /"level":"ERROR"/)
  })
})
