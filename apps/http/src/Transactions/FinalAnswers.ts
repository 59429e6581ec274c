/**
 * Final payment statuses, as the bytes they are answered with. Even a final one is only expected not to
 * change, so none is kept for more than an hour after AOPay said it.
 */
import { LRUCache } from "lru-cache"

/** How long a final payment status is answered from memory, from when AOPay said it. */
export const finalFor = 60 * 60 * 1000

export interface FinalAnswer {
  readonly body: Uint8Array
  /** When AOPay said it, in milliseconds since 1970. */
  readonly checkedAt: number
}

/** An entry's own weight beside its body. */
const overhead = 400

/** No two pairs have the same, whatever characters they hold: one team must never read another's answer. */
const keyOf = (registrationId: string | undefined, referenceId: string): string =>
  registrationId === undefined
    ? `:${referenceId}`
    : `${registrationId.length}:${registrationId}${referenceId}`

export class FinalAnswers {
  readonly #answers: LRUCache<string, FinalAnswer>
  readonly #now: () => number

  constructor(options: {
    readonly bytesAtMost: number
    /** Milliseconds since 1970. */
    readonly now: () => number
  }) {
    this.#now = options.now
    this.#answers = new LRUCache({
      maxSize: options.bytesAtMost,
      sizeCalculation: ({ body }, key) => body.byteLength + key.length * 2 + overhead
    })
  }

  get size(): number {
    return this.#answers.size
  }

  /** What was said of a reference for a registration, the same team's or another's. */
  find(registrationId: string | undefined, referenceId: string): FinalAnswer | undefined {
    const key = keyOf(registrationId, referenceId)
    const answer = this.#answers.get(key)
    if (answer === undefined || this.#now() - answer.checkedAt < finalFor) return answer
    this.#answers.delete(key)
    return undefined
  }

  /** Unless something later is remembered. */
  keep(registrationId: string | undefined, referenceId: string, answer: FinalAnswer): void {
    const key = keyOf(registrationId, referenceId)
    const known = this.#answers.peek(key)
    if (known === undefined || known.checkedAt <= answer.checkedAt) this.#answers.set(key, answer)
  }

  /** A later answer that is not final takes its place. */
  forget(registrationId: string | undefined, referenceId: string): void {
    this.#answers.delete(keyOf(registrationId, referenceId))
  }
}
