/**
 * Parses a body in one pass, in time linear in its length. Accepts exactly what `JSON.parse` accepts, but
 * for what nests too deep; and tells what `JSON.parse` forgets: how each number was written, which keys
 * stand twice, and what the first of two was.
 */
import { Result } from "effect"
import { isWireObject, WireNumber, type WireObject } from "./WireJson.ts"

/** A whole body, parsed. */
export interface WireBody {
  readonly body: WireObject
  /** Paths, e.g. `data.status`, of keys that stand twice; the last value is kept. */
  readonly repeated: ReadonlySet<string>
  /** Every value under a key `canumber`, wherever it stands. */
  readonly accounts: ReadonlyArray<unknown>
}

/** Deeper than any answer, and than the stack bears. */
const depthAtMost = 512

const accountKey = "canumber"

const quote = 0x22
const backslash = 0x5c
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const words = [
  ["true", true],
  ["false", false],
  ["null", null]
] as const

const ownProperty = { configurable: true, enumerable: true, writable: true }

/** Both are thrown inside this module only. */
class NotJson extends Error {}
class TooDeep extends Error {}

class Parser {
  readonly repeated = new Set<string>()
  readonly accounts: Array<unknown> = []
  readonly #text: string
  readonly #path: Array<string> = []
  #at = 0

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
    if (this.#takes("{")) return this.#object()
    if (this.#takes("[")) return this.#array()
    if (this.#text.charCodeAt(this.#at) === quote) return this.#string()
    for (const [word, value] of words)
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length
        return value
      }
    return this.#number()
  }

  #inside<A>(key: string, read: () => A): A {
    if (this.#path.length >= depthAtMost) throw new TooDeep()
    this.#path.push(key)
    const value = read()
    this.#path.pop()
    return value
  }

  #object(): WireObject {
    const object: { [key: string]: unknown } = {}
    if (this.#takes("}")) return object
    do {
      this.#skipSpace()
      const key = this.#string()
      this.#expect(":")
      const value = this.#inside(key, () => this.#value())
      if (Object.hasOwn(object, key)) this.repeated.add([...this.#path, key].join("."))
      if (key === accountKey) this.accounts.push(value)
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
    do items.push(this.#inside("*", () => this.#value()))
    while (this.#takes(","))
    this.#expect("]")
    return items
  }

  #string(): string {
    const start = this.#at
    if (this.#text.charCodeAt(start) !== quote) throw new NotJson()
    let escaped = false
    for (let at = start + 1; at < this.#text.length; at++) {
      const code = this.#text.charCodeAt(at)
      if (code === quote) {
        this.#at = at + 1
        return escaped
          ? String(JSON.parse(this.#text.slice(start, at + 1)))
          : this.#text.slice(start + 1, at)
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
    number.lastIndex = this.#at
    const source = number.exec(this.#text)?.[0]
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
      ? Result.succeed({ body, repeated: parser.repeated, accounts: parser.accounts })
      : Result.fail("The body is not a JSON object.")
  )
}
