/** The question that every server is asked. */
export const inquiryPath = "/api/AOP/BillPaymentStatus"

export const inquiryAbout = (referenceid: string): string =>
  JSON.stringify({ referenceid, RegistrationID: "AOP-554" })

const retryAfterMillis = 100
const startsWithinMillis = 30_000

/** Asks until there is an answer, and returns its bytes once it is a good one. */
export const firstAnswer = async (origin: string): Promise<string> => {
  const deadline = Date.now() + startsWithinMillis
  for (;;) {
    const response = await fetch(origin + inquiryPath, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: inquiryAbout("paid-1")
    }).catch(() => undefined)
    if (response !== undefined) return goodBody(response.status, await response.text())
    if (Date.now() > deadline) throw new Error(`nothing listens on ${origin}`)
    await new Promise((resolve) => setTimeout(resolve, retryAfterMillis))
  }
}

const goodBody = (status: number, body: string): string => {
  const good = status === 200 && Object.hasOwn(JSON.parse(body), "response_code")
  if (!good) throw new Error(`no good answer: HTTP ${status} ${body.slice(0, 500)}`)
  return body
}
