/** The load generator, a process of its own so that it takes nothing from the server's core. */
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import { loadCore, start } from "./processes.ts"

/** Requests over connections that are kept open, one at a time on each. */
export interface Load {
  readonly url: string
  readonly headers?: { readonly [name: string]: string }
  /** JSON that is POSTed in turn, spread over the connections; without it the requests are GETs. */
  readonly bodies?: ReadonlyArray<string>
  /** Behind the url stands a number that no two requests share, from this one. */
  readonly countFrom?: number
  readonly connections: number
  readonly until: { readonly seconds: number } | { readonly requests: number }
}

export interface Loaded {
  /** Answered with 2xx. */
  readonly answered: number
  /** Answered otherwise or not at all. */
  readonly failed: number
  readonly perSecond: number
  readonly latencyMillis: { readonly p50: number; readonly p99: number }
  /** The generator's share of its core; near 1 it is what limits, not the server. */
  readonly generatorBusy: number
}

export type RunLoad = (load: Load) => Promise<Loaded>

export const startLoadGenerator = (): RunLoad => {
  const program = fileURLToPath(new URL("loadGenerator.ts", import.meta.url))
  const generator = start(loadCore, [process.execPath, program], ["ignore", 2, 2, "ipc"])
  const ended = once(generator, "exit").then(() => {
    throw new Error("The load generator ended.")
  })
  ended.catch(() => undefined)
  return async (load) => {
    generator.send(load)
    const [loaded] = await Promise.race([once(generator, "message"), ended])
    return loaded
  }
}
