/**
 * Parses a body in one pass, in time linear in its length. Accepts what `JSON.parse` accepts and a byte
 * order mark before it, but for what nests too deep; and tells what `JSON.parse` forgets: how each number
 * was written, which keys stand twice, and what the first of two was.
 */
import { Result } from "effect"
import { isWireObject, WireNumber, type WireObject } from "./WireJson.ts"

/** A whole body, parsed. */
export interface WireBody {
  readonly body: WireObject
  /** Keys that stand twice in the body itself; the last value is kept. */
  readonly repeated: ReadonlySet<string>
  /** The same inside its `data`. */
  readonly repeatedInData: ReadonlySet<string>
  /** Every text and number under a key `canumber`, wherever it stands, as it was written. */
  readonly accounts: ReadonlyArray<string>
}

/** Deeper than any answer, and than the stack bears. */
const depthAtMost = 512

const accountKey = "canumber"

const quote = 0x22
const backslash = 0x5c
const numberShape = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const words = [
  ["true", true],
  ["false", false],
  ["null", null]
] as const

const ownProperty = { configurable: true, enumerable: true, writable: true }

/** Both are thrown inside this module only. */
class NotJson extends Error {}
class TooDeep extends Error {}

const none: ReadonlySet<string> = new Set()

class Parser {
  repeated: Set<string> | undefined
  repeatedInData: Set<string> | undefined
  readonly accounts: Array<string> = []
  readonly #text: string
  #at = 0
  #depth = 0
  /** Whether the value at hand stands in the body's own `data`. */
  #inData = false
  /** How many keys `canumber` the value at hand stands under. */
  #underAccount = 0

  constructor(text: string) {
    this.#text = text
  }

  whole(): unknown {
    const value = this.#value()
    this.#skipSpace()
    if (this.#at !== this.#text.length) throw new NotJson()
    return value
  }

  #skipSpace(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at)
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return
      this.#at += 1
    }
  }

  #takes(character: string): boolean {
    this.#skipSpace()
    if (this.#text[this.#at] !== character) return false
    this.#at += 1
    return true
  }

  #expect(character: string): void {
    if (!this.#takes(character)) throw new NotJson()
  }

  #value(): unknown {
    this.#skipSpace()
    const code = this.#text.charCodeAt(this.#at)
    if (code === quote) return this.#noted(this.#string())
    if (this.#takes("{")) return this.#object()
    if (this.#takes("[")) return this.#array()
    for (const [word, value] of words)
      if (code === word.charCodeAt(0) && this.#text.startsWith(word, this.#at)) {
        this.#at += word.length
        return value
      }
    const number = this.#number()
    this.#noted(number.source)
    return number
  }

  #noted(scalar: string): string {
    if (this.#underAccount > 0) this.accounts.push(scalar)
    return scalar
  }

  #inner(): unknown {
    if (this.#depth >= depthAtMost) throw new TooDeep()
    this.#depth += 1
    const value = this.#value()
    this.#depth -= 1
    return value
  }

  #member(key: string): unknown {
    const isData = this.#depth === 0 && key === "data"
    if (isData) this.#inData = true
    if (key === accountKey) this.#underAccount += 1
    const value = this.#inner()
    if (key === accountKey) this.#underAccount -= 1
    if (isData) this.#inData = false
    return value
  }

  #noteRepeated(key: string): void {
    if (this.#depth === 0) (this.repeated ??= new Set()).add(key)
    if (this.#depth === 1 && this.#inData) (this.repeatedInData ??= new Set()).add(key)
  }

  #object(): WireObject {
    const object: { [key: string]: unknown } = {}
    if (this.#takes("}")) return object
    do {
      this.#skipSpace()
      const key = this.#string()
      this.#expect(":")
      const value = this.#member(key)
      if (Object.hasOwn(object, key)) this.#noteRepeated(key)
      // Assigning it would set the prototype.
      if (key === "__proto__") Object.defineProperty(object, key, { ...ownProperty, value })
      else object[key] = value
    } while (this.#takes(","))
    this.#expect("}")
    return object
  }

  #array(): ReadonlyArray<unknown> {
    const items: Array<unknown> = []
    if (this.#takes("]")) return items
    do items.push(this.#inner())
    while (this.#takes(","))
    this.#expect("]")
    return items
  }

  #string(): string {
    const start = this.#at
    if (this.#text.charCodeAt(start) !== quote) throw new NotJson()
    const text = this.#text
    let escaped = false
    for (let at = start + 1; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code === quote) {
        this.#at = at + 1
        return escaped ? String(JSON.parse(text.slice(start, at + 1))) : text.slice(start + 1, at)
      }
      if (code < 0x20) break
      if (code === backslash) {
        escaped = true
        at += 1
      }
    }
    throw new NotJson()
  }

  #number(): WireNumber {
    numberShape.lastIndex = this.#at
    const source = numberShape.exec(this.#text)?.[0]
    if (source === undefined) throw new NotJson()
    this.#at += source.length
    return new WireNumber(source)
  }
}

/** Parses a whole body; fails with what is wrong with it, in a sentence. */
export const parseWireBody = (text: string): Result.Result<WireBody, string> => {
  const withoutMark = text.startsWith("\uFEFF") ? text.slice(1) : text
  if (withoutMark.trim() === "") return Result.fail("The body is empty.")
  const parser = new Parser(withoutMark)
  const parsed = Result.try({
    try: () => parser.whole(),
    catch: (error) =>
      error instanceof TooDeep ? "The body is nested too deep." : "The body is not JSON."
  })
  return Result.flatMap(parsed, (body) =>
    isWireObject(body)
      ? Result.succeed({
          body,
          repeated: parser.repeated ?? none,
          repeatedInData: parser.repeatedInData ?? none,
          accounts: parser.accounts
        })
      : Result.fail("The body is not a JSON object.")
  )
}
