/** The question that every server is asked. */
import { whenListening } from "../servers.ts"

export const inquiryPath = "/api/AOP/BillPaymentStatus"

export const inquiryAbout = (referenceid: string): string =>
  JSON.stringify({ referenceid, RegistrationID: "AOP-554" })

/** Asks until there is an answer, and returns its bytes once it is a good one. */
export const firstAnswer = async (origin: string): Promise<string> => {
  const response = await whenListening(origin, () =>
    fetch(origin + inquiryPath, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: inquiryAbout("paid-1")
    })
  )
  return goodBody(response.status, await response.text())
}

const goodBody = (status: number, body: string): string => {
  const good = status === 200 && Object.hasOwn(JSON.parse(body), "response_code")
  if (!good) throw new Error(`no good answer: HTTP ${status} ${body.slice(0, 500)}`)
  return body
}
