/** The provider's own route. It is the hot one, so it stands directly on `node:http`. */
import type { IncomingMessage, ServerResponse } from "node:http"
import { Result } from "effect"
import type { Answered, Namespace } from "../Engine/Namespace.ts"
import type { Namespaces } from "../Engine/Namespaces.ts"
import { readQuestion } from "../Engine/Question.ts"
import { bodyOf } from "./bodyOf.ts"
import { deliver } from "./deliver.ts"
import type { Log } from "./Log.ts"
import type { Upstream } from "./Upstream.ts"

const questionBytesAtMost = 64 * 1024

export interface ProviderRouteOptions {
  readonly namespaces: Namespaces
  readonly log: Log
  /** Who answers what no scenario describes. */
  readonly upstream: Upstream | undefined
}

/** Answers a question in a namespace. */
export const makeProviderRoute = ({ log, namespaces, upstream }: ProviderRouteOptions) => {
  const finish = (name: string, response: ServerResponse, { delivery, entry }: Answered): void => {
    log(name, entry)
    deliver(response, delivery)
  }

  const answer = (
    name: string,
    namespace: Namespace,
    request: IncomingMessage,
    response: ServerResponse,
    body: string | undefined
  ): void => {
    if (body === undefined) {
      const problem = `the body is longer than ${questionBytesAtMost} bytes`
      return finish(name, response, namespace.reject(problem))
    }
    const question = readQuestion(body)
    if (Result.isFailure(question))
      return finish(name, response, namespace.reject(question.failure))
    const { referenceid } = question.success
    if (upstream === undefined || namespace.describes(referenceid))
      return finish(name, response, namespace.answer(question.success))
    void upstream.ask(request, body, question.success).then((delivery) => {
      const entry = namespace.note(referenceid, "upstream", delivery.httpStatus)
      return finish(name, response, { delivery, entry })
    })
  }

  return (name: string, request: IncomingMessage, response: ServerResponse): void =>
    bodyOf(request, questionBytesAtMost, (body) => {
      try {
        answer(name, namespaces.get(name), request, response, body)
      } catch (error) {
        // Whatever it is: one question is lost, and not the process.
        console.error("bill-status-mock: a question could not be answered.", error)
        response.destroy()
      }
    })
}
