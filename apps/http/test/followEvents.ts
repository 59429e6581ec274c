/** A reader of server-sent events that keeps all it was told. */
import { get, type IncomingMessage } from "node:http"
import { eventually } from "./eventually.ts"

interface ReadEvent {
  readonly id: string | undefined
  readonly event: string | undefined
  readonly data: {
    readonly verdict?: unknown
    readonly previous?: unknown
    readonly final?: unknown
    readonly tag?: unknown
    readonly status?: unknown
  }
}

export interface Following {
  readonly status: number
  readonly headers: IncomingMessage["headers"]
  /** Everything so far. */
  readonly text: () => string
  /** So many events, as soon as they are there. */
  readonly events: (count: number) => Promise<ReadonlyArray<ReadEvent>>
  /** True when the stream was ended as it should be, false when it was cut off. */
  readonly ended: Promise<boolean>
  /** Takes nothing more from the connection. */
  readonly pause: () => void
  readonly leave: () => void
}

const field = (block: string, name: string): string | undefined =>
  block
    .split("\n")
    .find((line) => line.startsWith(`${name}: `))
    ?.slice(name.length + 2)

const eventsIn = (text: string): ReadonlyArray<ReadEvent> =>
  text
    .split("\n\n")
    .slice(0, -1)
    .filter((block) => field(block, "data") !== undefined)
    .map((block) => ({
      id: field(block, "id"),
      event: field(block, "event"),
      data: JSON.parse(field(block, "data") ?? "null")
    }))

export const followEvents = (
  url: string,
  headers: { readonly [name: string]: string } = {}
): Promise<Following> =>
  new Promise((resolve, reject) => {
    const request = get(url, { headers, agent: false })
    request.once("error", reject)
    request.once("response", (response) => {
      let text = ""
      response.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk
      })
      const ended = new Promise<boolean>((end) => {
        response.once("close", () => end(response.complete))
      })
      response.on("error", () => undefined)
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        text: () => text,
        events: (count) =>
          eventually(
            () => eventsIn(text),
            (seen) => seen.length >= count
          ),
        ended,
        pause: () => void response.socket.pause(),
        leave: () => void request.destroy()
      })
    })
  })
