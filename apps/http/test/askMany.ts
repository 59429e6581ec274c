/**
 * Asks many times from a process of its own, half over connections that are kept and half over new ones, and
 * prints what became of each request: `node askMany.ts PORT COUNT AT_ONCE`. Nothing is ever sent again.
 *
 * A line "asked N" tells how far it is; the last line is a summary as JSON.
 */
import { Agent, get } from "node:http"

const [port = "", count = "", atOnce = ""] = process.argv.slice(2)

const kept = new Agent({ keepAlive: true, maxSockets: Number(atOnce) / 2 })

/** `refused`: no connection was made, so nothing was accepted. Any other end without an answer is a loss. */
type End = "answered" | "refused" | `lost ${string}` | `status ${number}`

const ask = (reference: string, agent: Agent | false): Promise<End> =>
  new Promise((resolve) => {
    let isConnected = false
    const request = get({ port, host: "127.0.0.1", path: `/v1/transactions/${reference}`, agent })
    request.once("socket", (socket) => {
      if (socket.connecting) socket.once("connect", () => (isConnected = true))
      else isConnected = true
    })
    request.once("error", (error: NodeJS.ErrnoException) =>
      resolve(
        isConnected
          ? `lost ${error.code ?? error.message}, ${request.reusedSocket ? "kept" : "new"}`
          : "refused"
      )
    )
    request.once("response", (response) => {
      response.resume()
      response.once("close", () => {
        if (!response.complete) resolve("lost half-way")
        else
          resolve(response.statusCode === 200 ? "answered" : `status ${response.statusCode ?? 0}`)
      })
    })
  })

const ends: { [end: string]: number } = {}
let asked = 0

const askOn = async (lane: number): Promise<void> => {
  if (asked >= Number(count)) return
  asked += 1
  if (asked % 1000 === 0) process.stdout.write(`asked ${asked}\n`)
  const end = await ask(`paid-${asked % 500}`, lane % 2 === 0 ? kept : false)
  ends[end] = (ends[end] ?? 0) + 1
  return askOn(lane)
}

await Promise.all(Array.from({ length: Number(atOnce) }, (_, lane) => askOn(lane)))
process.stdout.write(`${JSON.stringify(ends)}\n`)
process.exit(0)
