/** Opens streams of events and keeps them; a process of its own. Told how many over its channel. */
import { get, type IncomingMessage } from "node:http"
import { setTimeout } from "node:timers/promises"

/** What to open, one after another, each once the one `atATime` before it has begun. */
export interface Opening {
  readonly origin: string
  readonly headers: { readonly [name: string]: string }
  /** References begin with this, followed by a number. */
  readonly reference: string
  readonly first: number
  readonly count: number
  readonly atATime: number
}

/** What has become of all streams so far. */
export interface Held {
  readonly open: number
  /** Have got their first event. */
  readonly told: number
  readonly events: number
  readonly heartbeats: number
  /** Tries that were answered with something else than a stream, or not at all. */
  readonly turnedAway: number
  /** Given up after some tries. */
  readonly refused: number
  readonly ended: number
  /** Cut off rather than ended. */
  readonly cut: number
}

export type Question = Opening | "count"

const held = {
  open: 0,
  told: 0,
  events: 0,
  heartbeats: 0,
  turnedAway: 0,
  refused: 0,
  ended: 0,
  cut: 0
}

const listen = (response: IncomingMessage): Promise<void> =>
  new Promise((resolve) => {
    let isTold = false
    held.open += 1
    response.setEncoding("utf8")
    response.on("data", (text: string) => {
      if (text.includes(": still here")) held.heartbeats += 1
      const events = text.split("data: ").length - 1
      held.events += events
      if (events === 0 || isTold) return
      isTold = true
      held.told += 1
      resolve()
    })
    response.once("error", () => undefined)
    response.once("close", () => {
      held.open -= 1
      if (response.complete) held.ended += 1
      else held.cut += 1
      resolve()
    })
  })

const tries = 5
const retryAfterMillis = 1000

const open = (opening: Opening, number: number, attempt = 1): Promise<void> =>
  new Promise((resolve) => {
    const { headers, origin, reference } = opening
    const refused = () => {
      held.turnedAway += 1
      if (attempt < tries)
        return void setTimeout(retryAfterMillis)
          .then(() => open(opening, number, attempt + 1))
          .then(resolve)
      held.refused += 1
      resolve()
    }
    const url = `${origin}/v1/transactions/${reference}-${number}/events`
    get(url, { agent: false, headers }, (response) => {
      if (response.statusCode === 200) return void listen(response).then(resolve)
      response.resume()
      refused()
    }).once("error", refused)
  })

const openAll = async (opening: Opening): Promise<void> => {
  let next = opening.first
  const opener = async (): Promise<void> => {
    while (next < opening.first + opening.count) await open(opening, next++)
  }
  await Promise.all(Array.from({ length: opening.atATime }, opener))
}

const answer = () => process.send?.({ ...held })

process.on("message", (question: Question) => {
  if (question === "count") answer()
  else void openAll(question).then(answer)
})
process.once("disconnect", () => process.exit())
