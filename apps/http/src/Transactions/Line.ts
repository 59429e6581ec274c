/** Who waits for a turn: one after another by partner, however many of one partner's wait. */

/** Waits for one turn. */
export interface Waiter {
  /** In milliseconds since 1970; no turn is taken later. */
  readonly latest: number
  /** Tells whether there is a turn. */
  readonly told: (hasTurn: boolean) => void
}

export class Line {
  /** The partner who was served last stands last. */
  readonly #waiting = new Map<string, Array<Waiter>>()
  #size = 0

  get size(): number {
    return this.#size
  }

  join(partner: string, waiter: Waiter): void {
    const waiting = this.#waiting.get(partner)
    if (waiting === undefined) this.#waiting.set(partner, [waiter])
    else waiting.push(waiter)
    this.#size += 1
  }

  /** Nobody behind waits for who has left, or is told to come back later because of them. */
  leave(partner: string, waiter: Waiter): void {
    const waiting = this.#waiting.get(partner) ?? []
    const place = waiting.indexOf(waiter)
    if (place < 0) return
    waiting.splice(place, 1)
    this.#size -= 1
    if (waiting.length === 0) this.#waiting.delete(partner)
  }

  /** How many turns pass before one who joined now had theirs, if nobody else came. */
  ahead(partner: string): number {
    const own = this.#waiting.get(partner)?.length ?? 0
    let others = 0
    for (const [other, { length }] of this.#waiting)
      if (other !== partner) others += Math.min(length, own + 1)
    return own + others
  }

  /** The next who still waits; whoever waited too long is told so. */
  next(now: number): Waiter | undefined {
    for (const [partner, waiting] of this.#waiting) {
      const waiter = waiting.shift()
      this.#waiting.delete(partner)
      if (waiting.length > 0) this.#waiting.set(partner, waiting)
      if (waiter === undefined) continue
      this.#size -= 1
      if (waiter.latest >= now) return waiter
      waiter.told(false)
    }
    return undefined
  }
}
