/**
 * The ways in which answers of AOPay and its siblings are known to depart from AOPay's page. A quirk is
 * applied to an answer as the page would write it.
 */
import { Result } from "effect"

/** An answer with a body that may depart. */
export interface QuirkyAnswer {
  readonly contentType: string
  readonly body: string
}

/** One departure. */
export interface WireQuirk {
  readonly name: string
  readonly summary: string
  /** Whether the answer still says the same; else it cannot be read any more. */
  readonly readable: boolean
  readonly apply: (answer: QuirkyAnswer) => QuirkyAnswer
}

type Fields = { [field: string]: unknown }

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const parsed = (text: string): unknown =>
  Result.getOrUndefined(Result.try(() => JSON.parse(text) as unknown))

/** Changes the parsed body; what is no JSON object stays as it is. */
const inJson =
  (change: (body: Fields, data: Fields) => void): WireQuirk["apply"] =>
  (answer) => {
    const body = parsed(answer.body)
    if (!isFields(body)) return answer
    const { data } = body
    change(body, isFields(data) ? data : {})
    return { ...answer, body: JSON.stringify(body) }
  }

const inBody =
  (change: (body: string) => string): WireQuirk["apply"] =>
  (answer) => ({ ...answer, body: change(answer.body) })

const rename = (body: Fields): void => {
  if (!("response_code" in body)) return
  body["responsecode"] = body["response_code"]
  delete body["response_code"]
}

const money = new Set(["amount", "comm", "tds"])

/** Whether text stands for a number that is the same text, or the same money, written as a number. */
const isNumeric = (field: string, value: unknown): value is string =>
  typeof value === "string" &&
  (money.has(field) ? /^\d{1,15}(\.\d{1,2})?$/.test(value) : String(Number(value)) === value) &&
  Number.isFinite(Number(value))

const absentAs = (spelling: unknown): WireQuirk["apply"] =>
  inJson((_, data) => {
    for (const key of Object.keys(data)) if (data[key] === null) data[key] = spelling
  })

/** Every quirk, by name. */
export const wireQuirks: ReadonlyArray<WireQuirk> = [
  {
    name: "responsecode",
    summary: "the key responsecode instead of response_code",
    readable: true,
    apply: inJson(rename)
  },
  {
    name: "code-as-text",
    summary: "the code in quotes",
    readable: true,
    apply: inJson((body) => {
      for (const key of ["response_code", "responsecode"])
        if (key in body) body[key] = String(body[key])
    })
  },
  {
    name: "numbers",
    summary: "numbers where the page has text",
    readable: true,
    apply: inJson((_, data) => {
      for (const [key, value] of Object.entries(data))
        if (isNumeric(key, value)) data[key] = Number(value)
    })
  },
  {
    name: "booleans",
    summary: "true and false for data.refunded",
    readable: true,
    apply: inJson((_, data) => {
      if ("refunded" in data) data["refunded"] = String(data["refunded"]) === "1"
    })
  },
  {
    name: "status-as-number",
    summary: "1 and 0 for the top-level status",
    readable: true,
    apply: inJson((body) => {
      if ("status" in body) body["status"] = body["status"] === true ? 1 : 0
    })
  },
  {
    name: "empty",
    summary: '"" for what is absent',
    readable: true,
    apply: absentAs("")
  },
  {
    name: "missing",
    summary: "no key for what is absent",
    readable: true,
    apply: absentAs(undefined)
  },
  {
    name: "zero-dates",
    summary: "0000-00-00 00:00:00 for a date that is absent",
    readable: true,
    apply: inJson((_, data) => {
      for (const key of ["dateadded", "daterefunded"])
        if (key in data && (data[key] === null || data[key] === ""))
          data[key] = "0000-00-00 00:00:00"
    })
  },
  {
    name: "undocumented",
    summary: "fields that no page documents",
    readable: true,
    apply: inJson((body, data) => {
      body["balance"] = "9"
      data["extra"] = { a: [1] }
    })
  },
  {
    name: "text-html",
    summary: "JSON declared as text/html",
    readable: true,
    apply: (answer) => ({ ...answer, contentType: "text/html; charset=UTF-8" })
  },
  {
    name: "php-warning",
    summary: "a PHP warning before the JSON",
    readable: false,
    apply: inBody(
      (body) =>
        `<br />\n<b>Warning</b>: Undefined index in <b>status.php</b> on line <b>42</b>\n${body}`
    )
  },
  {
    name: "page-example",
    summary: 'the quote that is missing on the page: status instead of "status',
    readable: false,
    apply: inBody((body) => {
      const at = body.lastIndexOf('"status":')
      return at < 0 ? body : body.slice(0, at) + body.slice(at + 1)
    })
  }
]
