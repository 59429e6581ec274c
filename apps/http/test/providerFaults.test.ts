import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { type RunningMockServer, startMockServer } from "@bill-payment-status/mock-server"
import { Duration } from "effect"
import { createServer, type Server, type Socket } from "node:net"
import { assertProblem } from "./assertProblem.ts"
import { eventually } from "./eventually.ts"
import { exchange, requestText } from "./RawConnection.ts"
import { serveGateway, type ServedGateway } from "./serveGateway.ts"

/** A paid answer about whatever reference is in the question. */
const paid = (reference: string) =>
  JSON.stringify({
    response_code: 1,
    status: true,
    data: {
      refid: reference,
      status: "1",
      refunded: "0",
      amount: "100",
      dateadded: "2021-01-11 15:43:20"
    },
    message: "x"
  })

const head = (length: number | string) =>
  `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`

const whole = (reference: string) => head(Buffer.byteLength(paid(reference))) + paid(reference)

const dripped = (socket: Socket, text: string, everyMillis: number): void => {
  const timer = setInterval(() => {
    if (text === "" || socket.destroyed) return clearInterval(timer)
    socket.write(text.slice(0, 1))
    text = text.slice(1)
  }, everyMillis)
}

/** What may come instead of an answer, and what a caller may be told then. */
const faults: {
  readonly [name: string]: {
    readonly answer: (socket: Socket, reference: string) => void
    readonly tags: ReadonlyArray<string>
  }
} = {
  silence: { answer: () => undefined, tags: ["ProviderTimeout"] },
  "an end without an answer": { answer: (socket) => socket.end(), tags: ["ProviderUnreachable"] },
  "a reset": { answer: (socket) => socket.resetAndDestroy(), tags: ["ProviderUnreachable"] },
  "bytes that are no HTTP": {
    answer: (socket) => socket.end(Buffer.from([0, 1, 2, 255, 10, 13, 10])),
    tags: ["ProviderUnreachable", "UndecodableAnswer"]
  },
  "another protocol": {
    answer: (socket) => socket.end("SSH-2.0-OpenSSH_9.6\r\n"),
    tags: ["ProviderUnreachable", "UndecodableAnswer"]
  },
  "headers that never end": {
    answer: (socket) => dripped(socket, `HTTP/1.1 200 OK\r\nx: ${"a".repeat(5000)}`, 20),
    tags: ["ProviderTimeout"]
  },
  "headers without bound": {
    answer: (socket) => socket.write(`HTTP/1.1 200 OK\r\nx: ${"a".repeat(1_000_000)}`),
    tags: ["ProviderUnreachable", "UndecodableAnswer", "ProviderTimeout"]
  },
  "a body that drips": {
    answer: (socket, reference) => dripped(socket, whole(reference), 50),
    tags: ["ProviderTimeout"]
  },
  "a body that stops half-way": {
    answer: (socket, reference) => socket.write(whole(reference).slice(0, -20)),
    tags: ["ProviderTimeout"]
  },
  "a body cut off": {
    answer: (socket, reference) => socket.end(whole(reference).slice(0, -20)),
    tags: ["ProviderUnreachable"]
  },
  "a body cut off that is JSON all the same": {
    answer: (socket, reference) => socket.end(head(10_000) + paid(reference)),
    tags: ["ProviderUnreachable"]
  },
  "chunks that end too soon": {
    answer: (socket, reference) =>
      socket.end(
        `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${Buffer.byteLength(paid(reference)).toString(16)}\r\n${paid(reference)}\r\n`
      ),
    tags: ["ProviderUnreachable"]
  },
  "two lengths": {
    answer: (socket, reference) =>
      socket.end(`HTTP/1.1 200 OK\r\ncontent-length: 5\r\n${whole(reference).slice(17)}`),
    tags: ["ProviderUnreachable", "UndecodableAnswer"]
  },
  "a page": {
    answer: (socket) => socket.end(`${head(13)}<html></html>`),
    tags: ["UndecodableAnswer"]
  },
  "an answer within a page": {
    answer: (socket, reference) => {
      const page = `<b>Notice</b>${paid(reference)}`
      socket.end(head(page.length) + page)
    },
    tags: ["UndecodableAnswer"]
  },
  "two answers in one": {
    answer: (socket, reference) => {
      const two = paid(reference) + paid(reference)
      socket.end(head(two.length) + two)
    },
    tags: ["UndecodableAnswer"]
  },
  "a redirect": {
    answer: (socket) =>
      socket.end("HTTP/1.1 302 Found\r\nlocation: /x\r\ncontent-length: 0\r\n\r\n"),
    tags: ["UndecodableAnswer"]
  },
  nothing: { answer: (socket) => socket.end(head(0)), tags: ["UndecodableAnswer"] },
  "no content": {
    answer: (socket) => socket.end("HTTP/1.1 204 No Content\r\n\r\n"),
    tags: ["UndecodableAnswer"]
  },
  "an endless body": {
    answer: (socket) => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n")
      const more = (): void => {
        if (!socket.destroyed) socket.write(" ".repeat(65_536), more)
      }
      more()
    },
    tags: ["UndecodableAnswer", "ProviderTimeout", "ProviderUnreachable"]
  },
  "an answer about another reference": {
    answer: (socket) => socket.end(whole("another")),
    tags: ["MismatchedReference"]
  }
}

const names = Object.keys(faults)

/** References are names of faults with `-` for spaces. */
const referenceOf = (name: string) => name.replaceAll(" ", "-")

const startTcpServer = (): Promise<Server> => {
  const server = createServer((socket) => {
    let question = ""
    socket.on("error", () => undefined).setEncoding("utf8")
    socket.on("data", (text: string) => {
      question += text
      const reference = /"referenceid":"([^"]+)"/.exec(question)?.[1]
      if (reference === undefined) return
      question = ""
      const name = names.find((each) => referenceOf(each) === reference)
      if (name === undefined) socket.end(whole(reference))
      else faults[name]?.answer(socket, reference)
    })
  })
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(server))
  })
}

const addressOf = (server: Server): string => {
  const address = server.address()
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`
}

const ask = (gateway: ServedGateway, reference: string) =>
  exchange(gateway.port, requestText("GET", `/v1/transactions/${reference}`))

describe("an AOPay that sends something else than an answer", () => {
  let server: Server
  let gateway: ServedGateway

  beforeAll(async () => {
    server = await startTcpServer()
    gateway = await serveGateway({
      aopay: addressOf(server),
      // What one fault does must not keep the next from being asked about.
      policy: { breaker: { threshold: 1, calls: 10_000, openFor: Duration.seconds(1) } }
    })
  })

  afterAll(async () => {
    await gateway.stop()
    server.close()
  })

  it.concurrent.each(Object.entries(faults))("%s: no verdict, in time", async (name, { tags }) => {
    const startedAt = performance.now()
    const answer = await ask(gateway, referenceOf(name))
    const { status, tag } = JSON.parse(answer?.body.toString() ?? "{}")
    assert.include(tags, tag)
    assertProblem(answer, { status, tag })
    // The deadline is one second; the rest is for a machine that is busy.
    assert.isBelow(performance.now() - startedAt, 4000)
    assert.notMatch(answer?.body.toString() ?? "", /"verdict"|Paid/)
  })

  it("and then one, on the same gateway", async () => {
    const answer = await ask(gateway, "ordinary")
    assert.strictEqual(JSON.parse(answer?.body.toString() ?? "").verdict, "Paid")
  })
})

describe("an AOPay that is down for a while", () => {
  let mock: RunningMockServer
  let gateway: ServedGateway

  beforeAll(async () => {
    mock = await startMockServer()
    gateway = await serveGateway({
      aopay: mock.url,
      policy: {
        retries: 1,
        backoff: Duration.millis(10),
        breaker: { threshold: 0.8, calls: 5, openFor: Duration.millis(500) }
      }
    })
  })

  afterAll(async () => {
    await gateway.stop()
    await mock.stop()
  })

  const readiness = async () => {
    const answer = await exchange(gateway.port, requestText("GET", "/health/ready"))
    return { httpStatus: answer?.status, ...JSON.parse(answer?.body.toString() ?? "{}") }
  }

  it("is not asked for a while, which readiness tells, and asked again without a restart", async () => {
    assert.strictEqual((await ask(gateway, "refunded-before"))?.status, 200)
    mock.faults({ fault: "unavailable" })
    let number = 0
    const open = await eventually(
      () => ask(gateway, `paid-while-down-${(number += 1)}`),
      (answer) => answer?.body.toString().includes('"CircuitOpen"') === true
    )
    assertProblem(open, { status: 503, tag: "CircuitOpen" })
    const ready = await readiness()
    assert.strictEqual(ready.circuit, "open")
    assert.strictEqual(ready.status, "not-ready")
    assert.strictEqual(ready.httpStatus, 503)
    const live = await exchange(gateway.port, requestText("GET", "/health/live"))
    assert.strictEqual(live?.status, 200)
    const remembered = await ask(gateway, "refunded-before")
    assert.strictEqual(remembered?.status, 200)
    mock.faults()
    // Nobody sends requests to a gateway that is not ready: it must become so without one.
    assert.strictEqual(
      (await eventually(readiness, ({ status }) => status === "ready")).circuit,
      "half-open"
    )
    const back = await eventually(
      () => ask(gateway, "paid-when-back"),
      (answer) => answer?.status === 200
    )
    assert.strictEqual(back?.status, 200)
    const readyAgain = await eventually(readiness, ({ status }) => status === "ready")
    assert.strictEqual(readyAgain.circuit, "closed")
  })

  it("is told from one that answers badly: connections are refused", async () => {
    await mock.refuse("700ms")
    const refused = await ask(gateway, "paid-refused")
    assertProblem(refused, { status: 502, tag: "ProviderUnreachable" })
    assert.strictEqual((await readiness()).status, "not-ready")
    const back = await eventually(
      () => ask(gateway, "paid-after-refusal"),
      (answer) => answer?.status === 200
    )
    assert.strictEqual(back?.status, 200)
    assert.strictEqual(
      (await eventually(readiness, ({ status }) => status === "ready")).provider,
      "reachable"
    )
  })
})
