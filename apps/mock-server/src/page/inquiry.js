/** Asking as AOPay would be asked, and its raw answer. */
import { inquiryPath } from "./addresses.js"
import { at, write } from "./dom.js"
import { refresh } from "./refresh.js"

const charactersShown = 4000

const showAnswer = (status, body = "") => {
  at("answer").hidden = false
  write(at("answer-status"), status)
  write(
    at("answer-body"),
    body.length > charactersShown
      ? `${body.slice(0, charactersShown)}… (${body.length} characters)`
      : body
  )
  at("answer-body").hidden = body === ""
}

const send = (reference, signal) =>
  fetch(inquiryPath, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ referenceid: reference, RegistrationID: "AOP-554" }),
    signal,
    redirect: "manual"
  })

const statusOf = ({ headers, status, type }) =>
  type === "opaqueredirect"
    ? "A redirect, which browsers do not show"
    : `HTTP ${status}, ${headers.get("content-type")}`

const whyNone = (error, status) => {
  if (error.name === "TimeoutError") return "No answer within 30 seconds"
  return status.startsWith("HTTP") ? `${status}; the body broke off` : status
}

let asking = new AbortController()

/** A later question gives up an earlier one. */
export const ask = async (reference) => {
  asking.abort()
  const mine = (asking = new AbortController())
  const showMine = (...answer) => mine === asking && showAnswer(...answer)
  const began = performance.now()
  let status = "No answer: the connection broke"
  showMine(`Asking about ${reference}…`)
  try {
    const signal = AbortSignal.any([mine.signal, AbortSignal.timeout(30_000)])
    const response = await send(reference, signal)
    status = statusOf(response)
    const answer = await response.text()
    const millis = Math.round(performance.now() - began)
    showMine(`${status}, about ${reference}, after ${millis} ms`, answer)
  } catch (error) {
    showMine(`${whyNone(error, status)}, about ${reference}`)
  }
  await refresh()
}
