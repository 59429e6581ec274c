/** A provider behind the mock server: answers what no scenario describes, and may be recorded. */
import { inquiryPath } from "@bill-payment-status/core"
import type { IncomingMessage } from "node:http"
import { type Delivery, exactly } from "../Engine/Delivery.ts"
import type { Question } from "../Engine/Question.ts"
import type { Recording } from "./Recording.ts"

/** Asks the provider behind. */
export interface Upstream {
  /** Never fails: what cannot be reached, or is no answer, is a 502 page. */
  readonly ask: (request: IncomingMessage, body: string, question: Question) => Promise<Delivery>
}

const keyHeaders = ["api-key", "authorization"]
const passedBack = ["retry-after"]

const headersOf = (request: IncomingMessage, names: ReadonlyArray<string>) =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = request.headers[name]
      return typeof value === "string" ? [[name, value]] : []
    })
  )

const answerTimeoutMillis = 60_000
const answerBytesAtMost = 2 * 1024 * 1024

const textOf = async (response: Response): Promise<string> => {
  const decoder = new TextDecoder()
  let text = ""
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    if (bytes > answerBytesAtMost) throw new Error(`longer than ${answerBytesAtMost} bytes`)
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

const reasonOf = (error: unknown): string => {
  const cause = error instanceof Error ? (error.cause ?? error) : error
  if (cause instanceof Error && "code" in cause) return String(cause.code)
  return cause instanceof Error ? cause.message : String(cause)
}

/** The provider at this address; what it says is noted in the recording, where there is one. */
export const makeUpstream = (url: URL, recording: Recording | undefined): Upstream => {
  const endpoint = new URL(url)
  endpoint.pathname = url.pathname.replace(/\/+$/, "") + inquiryPath

  const answerOf = async (request: IncomingMessage, body: string): Promise<Delivery> => {
    const response = await fetch(endpoint, {
      method: "POST",
      body,
      headers: headersOf(request, ["content-type", ...keyHeaders]),
      redirect: "manual",
      signal: AbortSignal.timeout(answerTimeoutMillis)
    })
    const headers = passedBack.flatMap((name) => {
      const value = response.headers.get(name)
      return value === null ? [] : [[name, value] as const]
    })
    return exactly({
      httpStatus: response.status,
      contentType: response.headers.get("content-type") ?? "application/octet-stream",
      headers: Object.fromEntries(headers),
      body: await textOf(response)
    })
  }

  return {
    ask: async (request, body, question) => {
      let answer: Delivery
      try {
        answer = await answerOf(request, body)
      } catch (error) {
        return exactly({
          httpStatus: 502,
          contentType: "text/plain",
          body: `bill-status-mock: ${endpoint.origin} gave no answer (${reasonOf(error)}).\n`
        })
      }
      const keys = Object.values(headersOf(request, keyHeaders)).map((value) =>
        value.replace(/^Bearer /i, "")
      )
      recording?.note(question, answer, keys)
      return answer
    }
  }
}
