/** Performs a delivery on a connection of Node's. */
import type { ServerResponse } from "node:http"
import { gzipSync } from "node:zlib"
import type { Delivery } from "../Engine/Delivery.ts"

const bytesOf = ({ body, gzip }: Delivery): string | Buffer => (gzip ? gzipSync(body) : body)

const writeHead = (response: ServerResponse, delivery: Delivery, length: number): void => {
  const { contentType, gzip, headers, httpStatus } = delivery
  response.writeHead(httpStatus, {
    "content-type": contentType,
    "content-length": length,
    ...(gzip ? { "content-encoding": "gzip" } : {}),
    ...headers
  })
}

const drip = (
  response: ServerResponse,
  bytes: Buffer,
  count: number,
  everyMillis: number
): void => {
  let sent = 0
  const dripping = setInterval(() => {
    response.write(bytes.subarray(sent, sent + count))
    sent += count
    if (sent < bytes.length) return
    clearInterval(dripping)
    response.end()
  }, everyMillis)
  response.once("close", () => clearInterval(dripping))
}

const send = (response: ServerResponse, delivery: Delivery): void => {
  const { manner } = delivery
  const { socket } = response
  if (manner._tag === "Hang") return
  if (manner._tag === "Reset") return void socket?.resetAndDestroy()
  const body = bytesOf(delivery)
  const length = Buffer.byteLength(body)
  switch (manner._tag) {
    case "Whole":
      writeHead(response, delivery, length)
      response.end(body)
      return
    case "Drip":
      writeHead(response, delivery, length)
      return drip(response, Buffer.from(body), manner.bytes, manner.everyMillis)
    case "CutOff":
      writeHead(response, delivery, length)
      response.write(body.slice(0, Math.floor(body.length / 2)), () =>
        manner.by === "reset" ? socket?.resetAndDestroy() : socket?.destroy()
      )
      return
    case "WrongLength":
      writeHead(response, delivery, Math.max(0, length + manner.by))
      response.write(body, () => socket?.end())
  }
}

/** Whatever goes wrong, one answer is lost and not the process. */
const attempt = (response: ServerResponse, delivery: Delivery): void => {
  try {
    send(response, delivery)
  } catch (error) {
    console.error("bill-status-mock: an answer could not be sent.", error)
    response.destroy()
  }
}

/** Sends it, after its delay; nothing more once the asker has left. */
export const deliver = (response: ServerResponse, delivery: Delivery): void => {
  if (delivery.delayMillis === 0) return attempt(response, delivery)
  const waiting = setTimeout(() => attempt(response, delivery), delivery.delayMillis)
  response.once("close", () => clearTimeout(waiting))
}
