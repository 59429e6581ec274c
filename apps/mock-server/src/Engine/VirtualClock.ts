/** The time that payments live by: real time, faster, frozen, or moved by hand. Milliseconds since 1970. */

import { Schema } from "effect"

/** How fast time may pass. */
export const Scale = Schema.Finite.check(
  Schema.isGreaterThan(0),
  Schema.isLessThanOrEqualTo(1_000_000)
)

/** What AOPay's dates can hold, in any zone. */
const earliest = Date.UTC(1970, 0, 2)
const latest = Date.UTC(9998, 0, 1)

const within = (time: number): number => Math.min(Math.max(time, earliest), latest)

/** How time passes, and where it is. */
export interface ClockState {
  readonly now: number
  readonly frozen: boolean
  /** How many seconds pass in one real one. */
  readonly scale: number
}

/** Where a clock starts, and how fast it runs. */
export interface ClockOptions {
  /** Frozen at this time; without it time passes from now on. */
  readonly frozenAt?: number | undefined
  readonly scale?: number | undefined
}

/** Stays between the years 1970 and 9998. */
export class VirtualClock {
  readonly #realNow: () => number
  readonly #options: ClockOptions
  #setAt = 0
  #setTo = 0
  #scale = 1
  #frozen = false

  constructor(realNow: () => number, options: ClockOptions = {}) {
    this.#realNow = realNow
    this.#options = options
    this.reset()
  }

  /** As it was at the start. */
  reset(): void {
    const { frozenAt, scale = 1 } = this.#options
    this.#scale = scale
    this.#frozen = frozenAt !== undefined
    this.#set(frozenAt ?? this.#realNow())
  }

  now(): number {
    if (this.#frozen) return this.#setTo
    return within(this.#setTo + Math.floor((this.#realNow() - this.#setAt) * this.#scale))
  }

  state(): ClockState {
    return { now: this.now(), frozen: this.#frozen, scale: this.#scale }
  }

  advance(by: number): void {
    this.#set(this.now() + by)
  }

  freeze(at: number = this.now()): void {
    this.#set(at)
    this.#frozen = true
  }

  resume(scale: number = this.#scale): void {
    this.#set(this.now())
    this.#scale = scale
    this.#frozen = false
  }

  #set(time: number): void {
    this.#setTo = within(time)
    this.#setAt = this.#realNow()
  }
}
