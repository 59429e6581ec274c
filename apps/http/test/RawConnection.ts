/** A connection on which any bytes can be sent, and what came back on it, answer by answer. */
import { connect } from "node:net"

export interface RawAnswer {
  readonly status: number
  /** By name in lower case; of one that came twice, both, joined with a comma. */
  readonly headers: { readonly [name: string]: string }
  readonly body: Buffer
}

export interface RawConnection {
  readonly send: (bytes: string | Buffer) => void
  /** The next whole answer; undefined when the connection closes without one. */
  readonly next: (options?: { readonly toHead?: boolean }) => Promise<RawAnswer | undefined>
  /** So many answers, or as many as come before it closes. */
  readonly take: (count: number) => Promise<ReadonlyArray<RawAnswer>>
  /** Everything that has come so far and is no answer taken yet. */
  readonly unread: () => string
  /** Resolves when the other side has closed it. */
  readonly closed: Promise<void>
  readonly isClosed: () => boolean
  readonly pause: () => void
  readonly resume: () => void
  readonly destroy: () => void
}

/** After this long without what it waits for, a test fails instead of hanging. */
const patience = 10_000

const headersOf = (lines: ReadonlyArray<string>): { [name: string]: string } => {
  const headers: { [name: string]: string } = {}
  for (const line of lines) {
    const colon = line.indexOf(":")
    const name = line.slice(0, colon).toLowerCase()
    const value = line.slice(colon + 1).trim()
    headers[name] = name in headers ? `${headers[name]},${value}` : value
  }
  return headers
}

/** The body of a chunked answer and what follows it; undefined until it is whole. */
const unchunk = (bytes: Buffer): { body: Buffer; rest: Buffer } | undefined => {
  const chunks: Array<Buffer> = []
  let at = 0
  for (;;) {
    const lineEnd = bytes.indexOf("\r\n", at)
    if (lineEnd < 0) return undefined
    const size = Number.parseInt(bytes.subarray(at, lineEnd).toString(), 16)
    const end = lineEnd + 2 + size
    if (bytes.length < end + 2) return undefined
    if (size === 0) return { body: Buffer.concat(chunks), rest: bytes.subarray(end + 2) }
    chunks.push(bytes.subarray(lineEnd + 2, end))
    at = end + 2
  }
}

const parse = (bytes: Buffer, toHead: boolean): { answer: RawAnswer; rest: Buffer } | undefined => {
  const headEnd = bytes.indexOf("\r\n\r\n")
  if (headEnd < 0) return undefined
  const [statusLine = "", ...lines] = bytes.subarray(0, headEnd).toString("latin1").split("\r\n")
  const status = Number(statusLine.split(" ")[1])
  const headers = headersOf(lines)
  const after = bytes.subarray(headEnd + 4)
  if (status === 100) return parse(after, toHead)
  if (toHead || status === 204)
    return { answer: { status, headers, body: Buffer.alloc(0) }, rest: after }
  if (headers["transfer-encoding"] === "chunked") {
    const unchunked = unchunk(after)
    return unchunked === undefined
      ? undefined
      : { answer: { status, headers, body: unchunked.body }, rest: unchunked.rest }
  }
  const length = Number(headers["content-length"] ?? 0)
  return after.length < length
    ? undefined
    : {
        answer: { status, headers, body: after.subarray(0, length) },
        rest: after.subarray(length)
      }
}

const noOne = (): void => undefined

export const openConnection = (port: number): Promise<RawConnection> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1")
    let bytes: Buffer = Buffer.alloc(0)
    let isClosed = false
    let told = noOne
    const closed = new Promise<void>((close) => {
      socket.once("close", () => {
        isClosed = true
        close()
        told()
      })
    })
    socket.on("data", (chunk) => {
      bytes = Buffer.concat([bytes, chunk])
      told()
    })
    socket.once("error", reject)
    socket.on("error", () => undefined)
    const next: RawConnection["next"] = ({ toHead = false } = {}) =>
      new Promise((answered, failed) => {
        const timer = setTimeout(
          () => failed(new Error(`No whole answer came: ${bytes.toString("latin1")}`)),
          patience
        )
        told = () => {
          const parsed = parse(bytes, toHead)
          if (parsed === undefined && !isClosed) return
          clearTimeout(timer)
          told = noOne
          bytes = parsed?.rest ?? bytes
          answered(parsed?.answer)
        }
        told()
      })
    const take = async (count: number): Promise<ReadonlyArray<RawAnswer>> => {
      const answer = count === 0 ? undefined : await next()
      return answer === undefined ? [] : [answer, ...(await take(count - 1))]
    }
    socket.once("connect", () =>
      resolve({
        send: (sent) => void socket.write(sent),
        next,
        take,
        unread: () => bytes.toString(),
        closed,
        isClosed: () => isClosed,
        pause: () => void socket.pause(),
        resume: () => void socket.resume(),
        destroy: () => void socket.destroy()
      })
    )
  })

/** The first answer to these bytes on a connection of their own. */
export const exchange = async (
  port: number,
  bytes: string | Buffer
): Promise<RawAnswer | undefined> => {
  const connection = await openConnection(port)
  connection.send(bytes)
  const answer = await connection.next()
  connection.destroy()
  return answer
}

/** A request as text; of a body its length is declared. */
export const requestText = (
  method: string,
  target: string,
  { body, headers = [] }: { readonly headers?: ReadonlyArray<string>; readonly body?: string } = {}
): string => {
  const lines = [
    `${method} ${target} HTTP/1.1`,
    "host: gateway",
    ...headers,
    ...(body === undefined ? [] : [`content-length: ${Buffer.byteLength(body)}`])
  ]
  return `${lines.join("\r\n")}\r\n\r\n${body ?? ""}`
}
