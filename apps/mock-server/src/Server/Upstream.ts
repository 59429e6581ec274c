/** A provider behind the mock server: answers what no scenario describes, and may be recorded. */
import { inquiryPath } from "@bill-payment-status/core"
import type { IncomingMessage } from "node:http"
import { type Delivery, exactly } from "../Engine/Delivery.ts"
import type { Question } from "../Engine/Question.ts"
import type { Recording } from "./Recording.ts"

/** Asks the provider behind. */
export interface Upstream {
  /** Never fails: what cannot be reached is a 502 page. */
  readonly ask: (request: IncomingMessage, body: string, question: Question) => Promise<Delivery>
}

const passedOn = ["content-type", "api-key", "authorization"]

const headersOf = (request: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    passedOn.flatMap((name) => {
      const value = request.headers[name]
      return typeof value === "string" ? [[name, value]] : []
    })
  )

const answerTimeoutMillis = 60_000

/** The provider at this address; what it says is noted in the recording, where there is one. */
export const makeUpstream = (url: URL, recording: Recording | undefined): Upstream => {
  const endpoint = new URL(url)
  endpoint.pathname = url.pathname.replace(/\/+$/, "") + inquiryPath
  return {
    ask: async (request, body, question) => {
      try {
        const response = await fetch(endpoint, {
          method: "POST",
          body,
          headers: headersOf(request),
          redirect: "manual",
          signal: AbortSignal.timeout(answerTimeoutMillis)
        })
        const answer = {
          httpStatus: response.status,
          contentType: response.headers.get("content-type") ?? "application/json",
          body: await response.text()
        }
        recording?.note(question, answer)
        return exactly(answer)
      } catch {
        return exactly({
          httpStatus: 502,
          contentType: "text/plain",
          body: `bill-status-mock: ${endpoint.origin} cannot be reached.\n`
        })
      }
    }
  }
}
