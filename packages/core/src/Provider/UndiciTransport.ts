/**
 * The way out of a server that asks a lot: what `NodeTransport` does, over undici, which takes half the
 * time but is half a megabyte more to load.
 */
import { PassThrough } from "node:stream"
import { Effect, Layer } from "effect"
import type { Dispatcher } from "undici"
import { AnswerText } from "./AnswerText.ts"
import { decodedBody, isCompressed } from "./ContentDecoding.ts"
import { hasNoBody, isFinalStatus } from "./HttpStatus.ts"
import { type Connection, KeptConnections } from "./KeptConnections.ts"
import * as NodeTransport from "./NodeTransport.ts"
import {
  systemCode,
  Transport,
  type TransportAnswer,
  TransportLost,
  type TransportRequest
} from "./Transport.ts"

type Answered = Effect.Effect<TransportAnswer, TransportLost>
type ResponseHeaders = Parameters<NonNullable<Dispatcher.DispatchHandler["onResponseStart"]>>[2]

/** As the system calls it. */
const codeOf = (error: Error): string => {
  const code = systemCode(error)
  return code === "UND_ERR_SOCKET" ? "ECONNRESET" : code
}

/** A kept connection that was closed meanwhile: nobody has read the question. */
const isStale = ({ hasAnswered }: Connection, code: string): boolean =>
  hasAnswered && (code === "ECONNRESET" || code === "EPIPE")

/** Who waits for an answer. */
interface Reader {
  /** Listened to once. */
  readonly answered: (answered: Answered) => void
  /** The connection has carried the answer to its end. */
  readonly ended: () => void
  /** The connection is of no more use. */
  readonly giveUp: () => void
  /** No answer began. */
  readonly unanswered: (error: Error) => void
}

/** Reads one answer. */
class AnswerHandler implements Dispatcher.DispatchHandler {
  readonly #reader: Reader
  readonly #answer: AnswerText
  #httpStatus: number | null = null
  #headers: ResponseHeaders = {}
  /** Where a compressed body goes. */
  #encoded: PassThrough | undefined

  constructor(answerBytesAtMost: number, reader: Reader) {
    this.#answer = new AnswerText(answerBytesAtMost)
    this.#reader = reader
  }

  /** undici insists on telling it. */
  onRequestStart(): void {}

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    httpStatus: number,
    headers: ResponseHeaders
  ): void {
    if (httpStatus < 200) return
    if (!isFinalStatus(httpStatus)) {
      this.#lost(`HTTP ${httpStatus}`)
      return this.giveUp()
    }
    this.#httpStatus = httpStatus
    this.#headers = headers
    const encoding = headers["content-encoding"]
    if (hasNoBody(httpStatus)) this.#done()
    else if (typeof encoding === "string" && isCompressed(encoding)) this.#decode(encoding)
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    if (this.#encoded === undefined) return this.#take(chunk)
    if (this.#encoded.destroyed || this.#encoded.write(chunk)) return
    controller.pause()
    this.#encoded.once("drain", () => controller.resume())
  }

  onResponseEnd(): void {
    this.#reader.ended()
    if (this.#encoded === undefined) this.#done()
    else this.#encoded.end()
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#httpStatus === null) this.#reader.unanswered(error)
    else this.#lost(codeOf(error), error)
    this.giveUp()
  }

  /** Reads no further. */
  giveUp(): void {
    this.#encoded?.destroy()
    this.#reader.giveUp()
  }

  #decode(encoding: string): void {
    this.#encoded = new PassThrough()
    decodedBody(this.#encoded, encoding)
      .on("data", (chunk: Uint8Array) => this.#take(chunk))
      .on("end", () => this.#done())
      .on("error", (error) => {
        this.#lost(codeOf(error), error)
        this.giveUp()
      })
  }

  #take(chunk: Uint8Array): void {
    if (!this.#answer.complete || this.#answer.add(chunk)) return
    this.#done()
    this.giveUp()
  }

  #done(): void {
    this.#answer.end()
    const { complete, text: body } = this.#answer
    const answer = { httpStatus: this.#httpStatus ?? 0, headers: this.#headers, body, complete }
    this.#reader.answered(Effect.succeed(answer))
  }

  #lost(code: string, cause?: Error): void {
    const { text: body } = this.#answer
    const lost = new TransportLost({ code, httpStatus: this.#httpStatus, body, cause })
    this.#reader.answered(Effect.fail(lost))
  }
}

const send = (
  connections: KeptConnections,
  { answerBytesAtMost, body, headers, url }: TransportRequest
): Answered =>
  Effect.callback((resume) => {
    const question: Dispatcher.DispatchOptions = {
      path: url.pathname + url.search,
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body
    }
    let asked: AnswerHandler | undefined
    const ask = (connection: Connection): void => {
      let carries = true
      const handler = new AnswerHandler(answerBytesAtMost, {
        answered: resume,
        ended: () => {
          carries = false
          connections.keep(connection)
        },
        giveUp: () => {
          if (carries) connections.giveUp(connection)
          carries = false
        },
        unanswered: (error) => {
          const code = codeOf(error)
          if (carries && isStale(connection, code)) ask(connections.fresh())
          else
            resume(
              Effect.fail(new TransportLost({ code, httpStatus: null, body: "", cause: error }))
            )
        }
      })
      asked = handler
      connection.client.dispatch(question, handler)
    }
    ask(connections.take())
    return Effect.sync(() => asked?.giveUp())
  })

/** A `Transport` over undici, straight to AOPay. */
export const layerTransport: Layer.Layer<Transport> = Layer.effect(
  Transport,
  Effect.gen(function* () {
    const origins = new Map<string, KeptConnections>()
    yield* Effect.addFinalizer(() =>
      Effect.sync(() => {
        for (const connections of origins.values()) connections.giveUpAll()
      })
    )
    const connectionsTo = ({ origin }: URL): KeptConnections => {
      const connections = origins.get(origin) ?? new KeptConnections(origin)
      origins.set(origin, connections)
      return connections
    }
    return Transport.of({
      send: (request) => Effect.suspend(() => send(connectionsTo(request.url), request))
    })
  })
)

const namesProxy = (environment: NodeTransport.ProxyEnvironment): boolean =>
  Object.entries(environment).some(
    ([name, value]) => /^(https?|all)_proxy$/i.test(name) && value !== undefined && value !== ""
  )

/** The same, and through the proxies that `HTTPS_PROXY` and the like name: then over `node:http`. */
export const layerTransportVia = (
  environment: NodeTransport.ProxyEnvironment
): Layer.Layer<Transport> =>
  namesProxy(environment) ? NodeTransport.layerTransportVia(environment) : layerTransport
