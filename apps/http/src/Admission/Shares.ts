/**
 * How much of what the gateway can have under way one partner may have: no more than half of the requests, and
 * half of the streams, so that whatever one does there is room for another.
 */

/** Undefined where there is one partner only. */
export interface Room {
  readonly requestsAtMost: number
  readonly streamsAtMost: number
}

interface Taken {
  requests: number
  streams: number
}

/** One request under way. */
export interface Share {
  /** The request has become a stream of events; false where its partner has too many. */
  readonly becomeStream: () => boolean
  readonly leave: () => void
}

const half = (atMost: number): number => Math.max(1, Math.floor(atMost / 2))

export class Shares {
  readonly #requestsAtMost: number
  readonly #streamsAtMost: number
  readonly #taken = new Map<string, Taken>()

  constructor(room: Room | undefined) {
    this.#requestsAtMost = room === undefined ? Infinity : half(room.requestsAtMost)
    this.#streamsAtMost = room === undefined ? Infinity : half(room.streamsAtMost)
  }

  /** Undefined where the partner has too many requests under way. */
  begin(partner: string): Share | undefined {
    const taken = this.#taken.get(partner) ?? { requests: 0, streams: 0 }
    if (taken.requests >= this.#requestsAtMost) return undefined
    this.#taken.set(partner, taken)
    taken.requests += 1
    let isStream = false
    return {
      becomeStream: () => {
        if (taken.streams >= this.#streamsAtMost) return false
        isStream = true
        taken.requests -= 1
        taken.streams += 1
        return true
      },
      leave: () => {
        if (isStream) taken.streams -= 1
        else taken.requests -= 1
        if (taken.requests + taken.streams === 0) this.#taken.delete(partner)
      }
    }
  }
}
