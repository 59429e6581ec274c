/**
 * The way out on Node: keeps connections alive, follows no redirect, understands compressed answers, goes
 * through a proxy where one is set, and asks once more on a fresh connection when a kept one turns out to
 * be closed.
 */
import type * as Http from "node:http"
import type * as Https from "node:https"
import { Effect, Layer } from "effect"
import { AnswerText } from "./AnswerText.ts"
import { decodedBody } from "./ContentDecoding.ts"
import { hasNoBody, isFinalStatus } from "./HttpStatus.ts"
import {
  systemCode,
  Transport,
  type TransportAnswer,
  TransportLost,
  type TransportRequest
} from "./Transport.ts"

/** The variables that name proxies, e.g. `process.env`. */
export interface ProxyEnvironment {
  readonly [name: string]: string | undefined
}

/** How one protocol is spoken. */
interface Way {
  readonly module: typeof Http | typeof Https
  readonly kept: Http.Agent
  /** For one question each. */
  readonly fresh: Http.Agent
}

/** Loaded when it is needed, and without `fetch`, which `import` would load too: programs start sooner. */
const openWay = (protocol: string, proxyEnv: ProxyEnvironment): Way => {
  const module =
    protocol === "https:"
      ? process.getBuiltinModule("node:https")
      : process.getBuiltinModule("node:http")
  return {
    module,
    kept: new module.Agent({ keepAlive: true, proxyEnv }),
    fresh: new module.Agent({ proxyEnv })
  }
}

/** A kept connection that was closed meanwhile: nobody has read the question. */
const isStale = (outgoing: Http.ClientRequest, code: string): boolean =>
  outgoing.reusedSocket && (code === "ECONNRESET" || code === "EPIPE")

const read = (
  response: Http.IncomingMessage,
  answerBytesAtMost: number,
  resume: (answered: Effect.Effect<TransportAnswer, TransportLost>) => void
): void => {
  const { headers, statusCode: httpStatus = 0 } = response
  const answer = new AnswerText(answerBytesAtMost)
  const lost = (cause: Error) =>
    resume(
      Effect.fail(
        new TransportLost({ code: systemCode(cause), httpStatus, body: answer.text, cause })
      )
    )
  const done = () => {
    answer.end()
    resume(Effect.succeed({ httpStatus, headers, body: answer.text, complete: answer.complete }))
  }
  if (hasNoBody(httpStatus)) {
    response.resume()
    return done()
  }
  decodedBody(response, headers["content-encoding"])
    .on("data", (chunk: Uint8Array) => {
      if (!answer.complete || answer.add(chunk)) return
      response.destroy()
      done()
    })
    // The connection is free for the next question a tick later.
    .on("end", () => process.nextTick(done))
    .on("error", lost)
}

const send = (
  { fresh, kept, module }: Way,
  { answerBytesAtMost, body, headers, url }: TransportRequest
): Effect.Effect<TransportAnswer, TransportLost> =>
  Effect.callback((resume) => {
    const options = {
      method: "POST",
      headers: {
        ...headers,
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body)
      }
    }
    const lost = (code: string, cause?: Error) =>
      resume(Effect.fail(new TransportLost({ code, httpStatus: null, body: "", cause })))
    let outgoing: Http.ClientRequest
    let givenUp = false
    const ask = (agent: Http.Agent): void => {
      let answered = false
      outgoing = module.request(url, { ...options, agent })
      outgoing.once("response", (response) => {
        answered = true
        const { statusCode = 0 } = response
        if (isFinalStatus(statusCode)) return read(response, answerBytesAtMost, resume)
        response.destroy()
        lost(`HTTP ${statusCode}`)
      })
      outgoing.on("error", (error) => {
        if (answered || givenUp) return
        const code = systemCode(error)
        if (agent === kept && isStale(outgoing, code)) ask(fresh)
        else lost(code, error)
      })
      outgoing.end(body)
    }
    ask(kept)
    return Effect.sync(() => {
      givenUp = true
      outgoing.destroy()
    })
  })

/** A `Transport` over `node:http` and `node:https`, through the proxies that `HTTPS_PROXY` and the like name. */
export const layerTransportVia = (proxyEnv: ProxyEnvironment): Layer.Layer<Transport> =>
  Layer.effect(
    Transport,
    Effect.gen(function* () {
      const ways = new Map<string, Way>()
      yield* Effect.addFinalizer(() =>
        Effect.sync(() => {
          for (const { kept } of ways.values()) kept.destroy()
        })
      )
      const wayTo = ({ protocol }: URL): Way => {
        const way = ways.get(protocol) ?? openWay(protocol, proxyEnv)
        ways.set(protocol, way)
        return way
      }
      return Transport.of({
        send: (request) => Effect.suspend(() => send(wayTo(request.url), request))
      })
    })
  )

/** The same straight to AOPay, whatever the environment says of proxies. */
export const layerTransport: Layer.Layer<Transport> = layerTransportVia({})
