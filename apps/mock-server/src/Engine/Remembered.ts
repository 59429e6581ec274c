/**
 * A map that remembers so many that were used last, and never more than twice as many. It forgets by the
 * half, so that remembering and forgetting cost the same however many there are.
 */
export class Remembered<Value> {
  readonly #enough: number
  #young = new Map<string, Value>()
  #old = new Map<string, Value>()

  constructor(enough: number) {
    this.#enough = enough
  }

  get size(): number {
    return this.#young.size + this.#old.size
  }

  get(key: string): Value | undefined {
    const young = this.#young.get(key)
    if (young !== undefined) return young
    const old = this.#old.get(key)
    if (old !== undefined) this.set(key, old)
    return old
  }

  /** Without counting as a use. */
  peek(key: string): Value | undefined {
    return this.#young.get(key) ?? this.#old.get(key)
  }

  set(key: string, value: Value): void {
    this.#old.delete(key)
    this.#young.set(key, value)
    if (this.#young.size <= this.#enough) return
    this.#old = this.#young
    this.#young = new Map()
  }

  delete(key: string): boolean {
    const wasOld = this.#old.delete(key)
    return this.#young.delete(key) || wasOld
  }

  clear(): void {
    this.#young.clear()
    this.#old.clear()
  }

  /** The latest used last. */
  entries(): ReadonlyArray<readonly [string, Value]> {
    return [...this.#old, ...this.#young]
  }
}
