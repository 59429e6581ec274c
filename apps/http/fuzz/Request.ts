/** One request as it goes over the wire, whether or not it fits the contract. */
import { Agent, request as send } from "node:http"
import type { Answer, Operation } from "./Contract.ts"

export interface Request {
  readonly method: string
  /** Path and query as they are sent. */
  readonly target: string
  /** Names and values in turn: one may come twice. */
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>
  readonly body: Buffer | undefined
  /** What is asked; undefined where nothing is at the address, or not with this method. */
  readonly operation: Operation | undefined
}

const quoted = (text: string): string =>
  /^[\x20-\x7e]*$/.test(text)
    ? `'${text.replaceAll("'", String.raw`'\''`)}'`
    : `$'${[...Buffer.from(text)].map((byte) => String.raw`\x${byte.toString(16).padStart(2, "0")}`).join("")}'`

/** The command that sends it again. */
export const asCurl = (address: string, { body, headers, method, target }: Request): string =>
  [
    `curl -i --path-as-is ${method === "HEAD" ? "-I" : `-X ${method}`} ${quoted(address + target)}`,
    ...headers.map(
      ([name, value]) => `-H ${quoted(value === "" ? `${name};` : `${name}: ${value}`)}`
    ),
    ...(body === undefined
      ? []
      : [
          body.byteLength > 4096
            ? `--data-binary @- # ${body.byteLength} bytes that begin ${quoted(body.subarray(0, 100).toString())}`
            : `--data-binary ${quoted(body.toString())}`
        ])
  ].join(" ")

/** A stream of events is read until nothing more comes for so long. */
const quietMillis = 150

const patienceMillis = 10_000

export const agent = new Agent({ keepAlive: true, maxSockets: 16 })

/** Fails when no answer came. */
export const answerTo = (
  address: string,
  { body, headers, method, target }: Request
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { hostname, host, port } = new URL(address)
    const outgoing = send({
      agent,
      hostname,
      port,
      method,
      path: target,
      headers: [
        ["host", host],
        ...headers,
        ...(body === undefined ? [] : [["content-length", String(body.byteLength)]])
      ].flat(),
      timeout: patienceMillis
    })
    outgoing
      .once("error", reject)
      .once("timeout", () => outgoing.destroy(new Error(`no answer in ${patienceMillis} ms`)))
      .once("response", (incoming) => {
        const chunks: Array<Buffer> = []
        const done = () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            text: Buffer.concat(chunks).toString()
          })
        const isStream = incoming.headers["content-type"] === "text/event-stream"
        const quiet = isStream
          ? setTimeout(() => {
              done()
              outgoing.destroy()
            }, quietMillis)
          : undefined
        incoming
          .on("data", (chunk: Buffer) => {
            chunks.push(chunk)
            quiet?.refresh()
          })
          .once("end", () => {
            clearTimeout(quiet)
            done()
          })
          .once("error", reject)
      })
    outgoing.end(body)
  })
