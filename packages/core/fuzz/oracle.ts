/**
 * What an answer means, written a second time from the domain's facts and not from the rules in src:
 * its own JSON reader, its own exact numbers, no schema. Slow and plain, to be compared with.
 */

type Json =
  | { readonly is: "object"; readonly entries: ReadonlyArray<readonly [string, Json]> }
  | { readonly is: "array"; readonly items: ReadonlyArray<Json> }
  | { readonly is: "text"; readonly text: string }
  | { readonly is: "number"; readonly source: string }
  | { readonly is: "word"; readonly word: "true" | "false" | "null" }

class NotJson extends Error {}

const numberShape = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const textShape = /"(?:[^"\\\p{Cc}]|[\x7F-\x9F]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy
const spaceShape = /[ \t\n\r]*/y

/** What nests deeper is not read: no answer does. */
const depthAtMost = 512

const parse = (source: string): Json => {
  let at = 0
  let depth = 0
  const take = (shape: RegExp): string | undefined => {
    shape.lastIndex = at
    const found = shape.exec(source)?.[0]
    if (found !== undefined) at += found.length
    return found
  }
  const expect = (character: string): void => {
    take(spaceShape)
    if (source[at] !== character) throw new NotJson()
    at += 1
  }
  const follows = (character: string): boolean => {
    take(spaceShape)
    if (source[at] !== character) return false
    at += 1
    return true
  }
  const text = (): string => {
    take(spaceShape)
    const token = take(textShape)
    if (token === undefined) throw new NotJson()
    return String(JSON.parse(token))
  }
  const value = (): Json => {
    depth += 1
    const read = valueHere()
    depth -= 1
    return read
  }
  const valueHere = (): Json => {
    if (depth > depthAtMost && (follows("{") || follows("["))) throw new NotJson()
    if (follows("{")) {
      const entries: Array<readonly [string, Json]> = []
      if (follows("}")) return { is: "object", entries }
      do {
        const key = text()
        expect(":")
        entries.push([key, value()])
      } while (follows(","))
      expect("}")
      return { is: "object", entries }
    }
    if (follows("[")) {
      const items: Array<Json> = []
      if (follows("]")) return { is: "array", items }
      do items.push(value())
      while (follows(","))
      expect("]")
      return { is: "array", items }
    }
    for (const word of ["true", "false", "null"] as const)
      if (source.startsWith(word, at)) {
        at += word.length
        return { is: "word", word }
      }
    if (source[at] === '"') return { is: "text", text: text() }
    const number = take(numberShape)
    if (number === undefined || number === "") throw new NotJson()
    return { is: "number", source: number }
  }
  const parsed = value()
  take(spaceShape)
  if (at !== source.length) throw new NotJson()
  return parsed
}

const lastOf = (json: Json, key: string): Json | undefined =>
  json.is === "object" ? json.entries.findLast(([name]) => name === key)?.[1] : undefined

/** Whether an object has a key twice. */
const hasTwice = (json: Json | undefined, key: string): boolean =>
  json?.is === "object" && json.entries.filter(([name]) => name === key).length > 1

/** Every `data` there is: of two, the first counts too. */
const hasTwiceInData = (body: Json, key: string): boolean =>
  body.is === "object" &&
  body.entries.some(([name, data]) => name === "data" && hasTwice(data, key))

/** The exact integer a number is, as text; undefined for a fraction or a giant. */
const integerOf = (source: string): string | undefined => {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(source) ?? []
  const shift = Number(exponent) - fraction.length
  if (Math.abs(shift) > 400) return /^0*$/.test(whole + fraction) ? "0" : undefined
  const digits = whole + fraction + "0".repeat(Math.max(0, shift))
  const cut = shift < 0 ? digits.length + shift : digits.length
  if (cut < 0 ? !/^0*$/.test(digits) : !/^0*$/.test(digits.slice(cut))) return undefined
  const integer = BigInt(digits.slice(0, Math.max(0, cut)) || "0")
  return integer === 0n ? "0" : `${sign}${integer}`
}

const scalarOf = (json: Json | undefined): string | undefined => {
  if (json?.is === "text") return json.text
  if (json?.is === "number") return integerOf(json.source) ?? `a fraction ${json.source}`
  return json?.is === "word" && json.word !== "null" ? json.word : undefined
}

const flagOf = (json: Json | undefined): boolean | undefined => {
  const scalar = scalarOf(json)
  if (scalar === "1" || scalar === "true") return true
  return scalar === "0" || scalar === "false" ? false : undefined
}

const isAbsent = (json: Json | undefined): boolean =>
  json === undefined ||
  (json.is === "word" && json.word === "null") ||
  (json.is === "text" && json.text === "")

const codesOf = (body: Json): ReadonlyArray<string | undefined> =>
  ["response_code", "responsecode"]
    .map((key) => lastOf(body, key))
    .filter((json) => !isAbsent(json))
    .map((json) => {
      const code = json?.is === "word" ? undefined : scalarOf(json)
      return code !== undefined && /^(0|-?[1-9]\d*)$/.test(code) && Number.isFinite(Number(code))
        ? code
        : undefined
    })

const refusals: { readonly [code: string]: string } = {
  "2": "TransactionNotFound",
  "3": "ServiceDisabled",
  "4": "InquiryRejected",
  "5": "UnableToProcess",
  "6": "TokenRejected",
  "7": "InvalidSignature"
}

const writtenText = (json: Json | undefined): string | undefined => {
  if (json?.is === "number") return json.source
  return json?.is === "text" ? json.text : undefined
}

const recordOutcome = (body: Json, reference: string): string => {
  const undecodable = "UndecodableAnswer"
  if (["status", "data"].some((key) => hasTwice(body, key))) return undecodable
  const deciding = ["status", "refid", "refunded", "amount"]
  if (deciding.some((key) => hasTwiceInData(body, key))) return undecodable
  if (flagOf(lastOf(body, "status")) !== true) return undecodable
  const data = lastOf(body, "data")
  if (data?.is !== "object") return undecodable
  const refunded = flagOf(lastOf(data, "refunded"))
  const status = lastOf(data, "status")
  const reads = isAbsent(status) ? undefined : scalarOf(status)
  const refid = writtenText(lastOf(data, "refid"))
  const amount = writtenText(lastOf(data, "amount"))
  if (refunded === undefined || reads === undefined) return undecodable
  if (refid === undefined || refid === "") return undecodable
  if (amount === undefined || !/^[0-9]{1,15}(\.[0-9]{1,2})?$/.test(amount)) return undecodable
  if (refid !== reference) return "MismatchedReference"
  const listed = status?.is === "word" ? undefined : reads
  if (listed === "1") return refunded ? "Conflict" : "Paid"
  if (listed === "0") return refunded ? "Refunded" : "RefundDue"
  return refunded ? "Conflict" : "Pending"
}

/** The verdict, or the tag of the error, that this answer to a question about `reference` must give. */
export const outcomeOf = (source: string, httpStatus: number, reference: string): string => {
  if (httpStatus >= 300 && httpStatus < 400) return "UndecodableAnswer"
  const withoutCode =
    httpStatus === 429 || httpStatus >= 500 ? "ProviderUnavailable" : "UndecodableAnswer"
  let body: Json
  try {
    body = parse(source.startsWith("\uFEFF") ? source.slice(1) : source)
  } catch {
    return withoutCode
  }
  if (body.is !== "object") return withoutCode
  if (hasTwice(body, "response_code") || hasTwice(body, "responsecode")) return "UndecodableAnswer"
  const codes = codesOf(body)
  const [code] = codes
  if (codes.length === 0) return withoutCode
  if (code === undefined || codes.some((other) => other !== code)) return "UndecodableAnswer"
  return code === "1" ? recordOutcome(body, reference) : (refusals[code] ?? "UnknownResponseCode")
}
