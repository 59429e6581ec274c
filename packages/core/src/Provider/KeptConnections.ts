/**
 * Connections to one origin that are kept for the next question. Each is an undici `Client` and carries one
 * question at a time, so that it is known of each whether it has carried an answer before.
 */
import { buildConnector, Client } from "undici"

/** One connection; what closed after it was taken is opened again. */
export interface Connection {
  readonly client: Client
  /** Whether it has carried an answer: then it may have been closed meanwhile. */
  hasAnswered: boolean
}

const keptForMillis = 60_000

/** Whoever asks has a timeout of his own. */
const noTimeouts = { headersTimeout: 0, bodyTimeout: 0 }

/** The one that was used last is taken first. */
export class KeptConnections {
  readonly #origin: string
  /** Shared, so that TLS sessions are resumed. */
  readonly #connect = buildConnector({ timeout: 0, allowH2: false })
  readonly #open = new Set<Connection>()
  readonly #idle: Array<Connection> = []

  constructor(origin: string) {
    this.#origin = origin
  }

  take(): Connection {
    return this.#idle.pop() ?? this.fresh()
  }

  /** A new one, though others are kept. */
  fresh(): Connection {
    const client = new Client(this.#origin, {
      ...noTimeouts,
      connect: this.#connect,
      allowH2: false,
      keepAliveTimeout: keptForMillis
    })
    const connection: Connection = { client, hasAnswered: false }
    this.#open.add(connection)
    client.on("connect", () => {
      connection.hasAnswered = false
    })
    client.on("disconnect", () => {
      if (this.#idle.includes(connection)) this.giveUp(connection)
    })
    return connection
  }

  /** It has carried an answer to its end. */
  keep(connection: Connection): void {
    connection.hasAnswered = true
    this.#idle.push(connection)
  }

  /** Closes it, whatever it carries. */
  giveUp(connection: Connection): void {
    const at = this.#idle.indexOf(connection)
    if (at >= 0) this.#idle.splice(at, 1)
    this.#open.delete(connection)
    connection.client.destroy(null, () => undefined)
  }

  giveUpAll(): void {
    for (const connection of this.#open) this.giveUp(connection)
  }
}
