/** Headers that fit no route: one that must be there and is not, one that came twice, one nobody can meet. */
import type { IncomingMessage } from "node:http"
import { type FieldFault, registrationHeader } from "@bill-payment-status/http-api"

/** Each says one thing. `authorization` and `api-key` are looked at where keys are. */
const singular = ["host", "content-type", registrationHeader, "last-event-id"] as const

const countOf = (rawHeaders: ReadonlyArray<string>, name: string): number =>
  rawHeaders.filter((text, index) => index % 2 === 0 && text.toLowerCase() === name).length

/** Of headers that came twice Node makes one text, with commas; most have none. */
const cameTwice = (
  { headers, rawHeaders }: IncomingMessage,
  name: (typeof singular)[number]
): boolean => {
  const value = headers[name]
  return typeof value === "string" && value.includes(",") && countOf(rawHeaders, name) > 1
}

/** The first there is. */
export const headerFault = (request: IncomingMessage): FieldFault | undefined => {
  const { headers, httpVersion } = request
  if (headers.host === undefined && httpVersion !== "1.0")
    return { field: "host", message: "It is missing." }
  const twice = singular.find((name) => cameTwice(request, name))
  if (twice !== undefined) return { field: twice, message: "Send it once." }
  return headers.expect === undefined || headers.expect.toLowerCase() === "100-continue"
    ? undefined
    : { field: "expect", message: "Only 100-continue can be met." }
}
