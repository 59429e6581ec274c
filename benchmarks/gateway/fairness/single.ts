/** Asks one question at a time, and tells how long each took; a process of its own. */
import { Agent, get } from "node:http"

export interface Singles {
  readonly origin: string
  readonly headers: { readonly [name: string]: string }
  /** References begin with this, followed by a number. */
  readonly prefix: string
  readonly questions: number
}

export interface Asked {
  readonly millis: ReadonlyArray<number>
  /** Not answered, as the gateway was too busy. */
  readonly turnedAway: number
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 })

/** False when it was turned away. */
const ask = (url: string, headers: Singles["headers"]): Promise<boolean> =>
  new Promise((resolve, reject) => {
    get(url, { agent, headers }, (response) => {
      response.resume()
      response.once("end", () => {
        if (response.statusCode === 200 || response.statusCode === 503)
          resolve(response.statusCode === 200)
        else reject(new Error(`HTTP ${response.statusCode}`))
      })
    }).once("error", reject)
  })

const askAll = async ({ headers, origin, prefix, questions }: Singles): Promise<Asked> => {
  const millis: Array<number> = []
  for (let index = 0; index < questions; index += 1) {
    const began = performance.now()
    const isAnswered = await ask(`${origin}/v1/transactions/${prefix}${index}`, headers)
    if (isAnswered) millis.push(performance.now() - began)
  }
  return { millis, turnedAway: questions - millis.length }
}

process.on("message", (singles: Singles) => {
  void askAll(singles).then((asked) => process.send?.(asked))
})
process.once("disconnect", () => process.exit())
