/** A collector of telemetry: a server that keeps what it is sent, in the JSON form of OTLP. */
import { once } from "node:events"
import { createServer, type Server } from "node:http"

interface KeyValue {
  readonly key: string
  readonly value: { readonly stringValue?: string; readonly intValue?: number | string }
}

export interface CollectedSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly kind: number
  readonly attributes: ReadonlyArray<KeyValue>
  readonly events: ReadonlyArray<unknown>
  readonly status: { readonly code: number; readonly message?: string }
}

interface Traces {
  readonly resourceSpans: ReadonlyArray<{
    readonly resource: { readonly attributes: ReadonlyArray<KeyValue> }
    readonly scopeSpans: ReadonlyArray<{ readonly spans: ReadonlyArray<CollectedSpan> }>
  }>
}

interface Received {
  readonly path: string
  readonly headers: { readonly [name: string]: unknown }
  readonly body: string
}

/** An attribute by name; a number as text. */
export const attributeOf = (
  { attributes }: { readonly attributes: ReadonlyArray<KeyValue> },
  name: string
): string | undefined => {
  const value = attributes.find(({ key }) => key === name)?.value
  return value === undefined ? undefined : String(value.stringValue ?? value.intValue)
}

export class Collector {
  readonly received: Array<Received> = []
  readonly #server: Server

  /** One that hangs takes what it is sent and never answers. */
  constructor({ hangs = false }: { readonly hangs?: boolean } = {}) {
    this.#server = createServer((request, response) => {
      const chunks: Array<Buffer> = []
      request.on("data", (chunk: Buffer) => chunks.push(chunk))
      request.on("end", () => {
        const { headers, url = "" } = request
        this.received.push({ path: url, headers, body: Buffer.concat(chunks).toString() })
        if (!hangs) response.writeHead(200, { "content-type": "application/json" }).end("{}")
      })
    })
  }

  async open(): Promise<string> {
    this.#server.listen(0, "127.0.0.1")
    await once(this.#server, "listening")
    const address = this.#server.address()
    if (typeof address !== "object" || address === null) throw new Error("It does not listen.")
    return `http://127.0.0.1:${address.port}`
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  bodiesOf(signal: "traces" | "metrics" | "logs"): ReadonlyArray<string> {
    return this.received.filter(({ path }) => path === `/v1/${signal}`).map(({ body }) => body)
  }

  #traces(): ReadonlyArray<Traces["resourceSpans"][number]> {
    return this.bodiesOf("traces").flatMap((body) => {
      const { resourceSpans }: Traces = JSON.parse(body)
      return resourceSpans
    })
  }

  spans(): ReadonlyArray<CollectedSpan> {
    return this.#traces().flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
  }

  /** Who sent spans. */
  resource(name: string): string | undefined {
    const [first] = this.#traces()
    return first === undefined ? undefined : attributeOf(first.resource, name)
  }
}
