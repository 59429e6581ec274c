/** The built gateway as a process: what it prints, what it logs, and how it ends. */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { request, type IncomingHttpHeaders } from "node:http"
import { createInterface } from "node:readline"
import { vi } from "@effect/vitest"
import { binOf, plainEnvironment } from "../../../scripts/programs.ts"

/** A line of the log. */
export interface LogLine {
  readonly level?: string
  readonly message?: unknown
  readonly [field: string]: unknown
}

export interface Answered {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

type Headers = { readonly [name: string]: string }

export interface Question {
  readonly path: string
  /** Default: GET. */
  readonly method?: string
  readonly headers?: Headers
  readonly body?: string
}

const bound = { timeout: 15_000, interval: 25 }

/** Looks until it does not throw; fails with what it threw last. */
export const eventually = <A>(look: () => A | Promise<A>): Promise<A> => vi.waitFor(look, bound)

export class BuiltGateway {
  readonly #child: ChildProcess
  readonly printed: Array<string> = []
  readonly stderr: Array<string> = []
  readonly ended: Promise<number | null>

  constructor(env: { readonly [name: string]: string }, args: ReadonlyArray<string> = []) {
    const child = spawn(process.execPath, [binOf("http"), ...args], {
      env: {
        ...plainEnvironment(),
        PORT: "0",
        HOST: "127.0.0.1",
        BILL_STATUS_LAYER: "stub",
        ...env
      },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: 120_000
    })
    createInterface(child.stdout).on("line", (line) => this.printed.push(line))
    createInterface(child.stderr).on("line", (line) => this.stderr.push(line))
    this.ended = once(child, "close").then(([code]: Array<number | null>) => code ?? null)
    this.#child = child
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  /** Where it listens, once it does. */
  listening(): Promise<string> {
    return eventually(() => {
      const address = / listening on (http:\S+)$/.exec(this.printed.join("\n"))?.[1]
      if (address === undefined) throw new Error(`Not listening: ${this.stderr.join("\n")}`)
      return address
    })
  }

  /** What it has logged; lines that are no JSON are left out. */
  log(): ReadonlyArray<LogLine> {
    return this.stderr.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line))
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  stopReadingLog(): void {
    this.#child.stderr?.destroy()
  }

  /** Asks it to stop; gives its exit code. */
  stop(): Promise<number | null> {
    this.kill("SIGTERM")
    return this.ended
  }

  get(path: string, headers: Headers = {}): Promise<Answered> {
    return this.ask({ path, headers })
  }

  /** Asks on a connection of its own; no answer within five seconds is an error. */
  async ask({ body, headers = {}, method = "GET", path }: Question): Promise<Answered> {
    const asked = request((await this.listening()) + path, { method, headers, agent: false })
    asked.setTimeout(5000, () => asked.destroy(new Error(`No answer from ${path}`)))
    const answered = once(asked, "response")
    asked.end(body)
    const [response] = await answered
    const chunks: Array<Buffer> = await response.toArray()
    return {
      status: response.statusCode,
      headers: response.headers,
      body: Buffer.concat(chunks).toString()
    }
  }
}
