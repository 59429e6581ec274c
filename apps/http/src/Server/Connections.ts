/** The connections of a server, and what is still to be answered on each. */
import type { IncomingMessage, Server, ServerResponse } from "node:http"
import type { Socket } from "node:net"

interface Connection {
  /** In the order of the questions. */
  readonly unanswered: Set<ServerResponse>
  /** The latest one that was asked. */
  latest: ServerResponse | undefined
  /** What had come when the last answer was sent; more is a question that is arriving. */
  bytesRead: number
  /** As `performance.now()` has it. */
  quietSince: number
}

/** Whether the question has not come whole, and nothing of the answer has gone. */
const isArriving = ({ headersSent, req }: ServerResponse): boolean => !headersSent && !req.complete

export class Connections {
  readonly #open = new Map<Socket, Connection>()
  #accepted = 0

  /** How many have been taken so far. */
  get accepted(): number {
    return this.#accepted
  }

  constructor(server: Server) {
    server.on("connection", (socket: Socket) => {
      this.#accepted += 1
      this.#open.set(socket, {
        unanswered: new Set(),
        latest: undefined,
        bytesRead: 0,
        quietSince: performance.now()
      })
      socket.once("close", () => this.#open.delete(socket))
    })
    const connections = this.#open
    /** One for all: a function made for each request would cost more than what it does. */
    function answered(this: ServerResponse): void {
      const connection = connections.get(this.req.socket)
      if (connection === undefined) return
      connection.unanswered.delete(this)
      connection.bytesRead = this.req.socket.bytesRead
      connection.quietSince = performance.now()
    }
    const begin = ({ socket }: IncomingMessage, response: ServerResponse) => {
      const connection = connections.get(socket)
      if (connection === undefined) return
      connection.latest = response
      connection.unanswered.add(response)
      response.on("close", answered)
    }
    server.on("request", begin).on("checkExpectation", begin)
  }

  /**
   * Whether bytes that are no request may be answered: not in the middle of another answer, nor ahead of it,
   * nor where they are the rest of a request that has its answer.
   */
  isFree(socket: Socket): boolean {
    const connection = this.#open.get(socket)
    if (connection?.latest === undefined) return true
    const { latest, unanswered } = connection
    return unanswered.size === 0 ? latest.req.complete : Array.from(unanswered).every(isArriving)
  }

  /** Closes a connection when what was asked on it has been answered; at once, where that has begun. */
  endAfterAnswers(socket: Socket): void {
    const unanswered = Array.from(this.#open.get(socket)?.unanswered ?? [])
    const last = unanswered.at(-1)
    if (last === undefined || unanswered.some(({ headersSent }) => headersSent)) socket.destroy()
    else last.shouldKeepAlive = false
  }

  /** The last answer on each connection says that it is, unless it has begun. */
  announceEnd(): void {
    for (const { unanswered } of this.#open.values()) {
      const last = Array.from(unanswered).at(-1)
      if (last !== undefined) last.shouldKeepAlive = false
    }
  }

  /** Ends each connection on which nothing has been asked, not even half, for so long. */
  endQuiet(millis: number): void {
    const now = performance.now()
    for (const [socket, { bytesRead, quietSince, unanswered }] of this.#open) {
      const isQuiet = unanswered.size === 0 && socket.bytesRead === bytesRead
      if (isQuiet && now - quietSince >= millis) socket.end()
    }
  }
}
