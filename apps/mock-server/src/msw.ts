/** The mock server inside a browser or a test, as request handlers for MSW: nothing listens. */
import { inquiryPath } from "@bill-payment-status/core"
import { Result } from "effect"
import { delay, http, HttpResponse, type HttpHandler } from "msw"
import type { Delivery } from "./Engine/Delivery.ts"
import type { Namespace, NamespaceOptions } from "./Engine/Namespace.ts"
import { defaultNamespace, Namespaces } from "./Engine/Namespaces.ts"
import { readQuestion } from "./Engine/Question.ts"
import { type Control, makeControl } from "./Library/Control.ts"

/** Handlers, and what drives them. */
export interface MockHandlers extends Control {
  readonly handlers: ReadonlyArray<HttpHandler>
}

/** All of it may be left out. */
export interface MockHandlersOptions {
  /** Decides amounts and billers. Default: 0. */
  readonly seed?: number
  /** Where AOPay is thought to be. Default: any host. */
  readonly baseUrl?: string
}

const perform = async ({
  body,
  contentType,
  delayMillis,
  headers,
  httpStatus,
  manner
}: Delivery) => {
  if (delayMillis > 0) await delay(delayMillis)
  if (manner._tag === "Hang") await delay("infinite")
  // A browser tells no more of a lost connection than that it is lost.
  if (manner._tag !== "Whole" && manner._tag !== "Drip") return HttpResponse.error()
  return new HttpResponse(httpStatus === 204 ? null : body, {
    status: httpStatus,
    headers: { "content-type": contentType, ...headers }
  })
}

const limits = { journalAtMost: 1000, referencesKept: 1000 }

/** Handlers that answer as the mock server does, from the same catalogue. */
export const mockHandlers = ({
  baseUrl = "*",
  seed = 0
}: MockHandlersOptions = {}): MockHandlers => {
  const options: NamespaceOptions = {
    seed,
    clock: {},
    faults: [],
    quirks: [],
    plans: [],
    ...limits
  }
  const namespaces = new Namespaces(options, Date.now)
  const namespace = (): Namespace => namespaces.get(defaultNamespace)
  return {
    handlers: [
      http.post(`${baseUrl.replace(/\/+$/, "")}${inquiryPath}`, async ({ request }) => {
        const question = readQuestion(await request.text())
        const { delivery } = Result.match(question, {
          onFailure: (problem) => namespace().reject(problem),
          onSuccess: (asked) => namespace().answer(asked)
        })
        return perform(delivery)
      })
    ],
    ...makeControl(namespaces, defaultNamespace)
  }
}
