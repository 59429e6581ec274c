/** Sends one batch after another until it is killed; a process of its own. Tells when each is answered. */
import { text } from "node:stream/consumers"
import { Agent, request } from "node:http"

export interface Batches {
  readonly origin: string
  readonly headers: { readonly [name: string]: string }
  readonly prefix: string
  readonly references: number
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 })

const send = ({ headers, origin }: Batches, references: ReadonlyArray<string>): Promise<number> =>
  new Promise((resolve, reject) => {
    const options = {
      method: "POST",
      agent,
      headers: { ...headers, "content-type": "application/json", accept: "application/x-ndjson" }
    }
    request(`${origin}/v1/transactions/batch`, options, (response) => {
      if (response.statusCode !== 200) reject(new Error(`HTTP ${response.statusCode}`))
      text(response).then((lines) => resolve(lines.split("\n").length - 1), reject)
    })
      .once("error", reject)
      .end(JSON.stringify({ references }))
  })

const sendAll = async (batches: Batches): Promise<never> => {
  for (let batch = 0; ; batch += 1) {
    const references = Array.from(
      { length: batches.references },
      (_, index) => `${batches.prefix}${batch}-${index}`
    )
    process.send?.(await send(batches, references))
  }
}

process.on("message", (batches: Batches) => void sendAll(batches))
process.once("disconnect", () => process.exit())
