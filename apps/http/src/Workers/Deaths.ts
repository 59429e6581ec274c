/** How workers die, and so how long to wait before the next one is started. */

/** A worker that dies sooner has died quickly. */
const quickMillis = 10_000

/** After so long without a death all is well again. */
const forgottenAfterMillis = 60_000

const firstWaitMillis = 100
const longestWaitMillis = 10_000

/** So many quick deaths, and no worker left that answers. */
const hopelessAfter = 5

export class Deaths {
  #quick = 0
  #lastAt = Number.NEGATIVE_INFINITY

  /** Times in milliseconds. */
  died(bornAt: number, now: number): void {
    if (now - this.#lastAt > forgottenAfterMillis) this.#quick = 0
    this.#quick = now - bornAt < quickMillis ? this.#quick + 1 : 0
    this.#lastAt = now
  }

  get waitMillis(): number {
    return Math.min(longestWaitMillis, firstWaitMillis * 2 ** Math.max(0, this.#quick - 1))
  }

  get isHopeless(): boolean {
    return this.#quick >= hopelessAfter
  }
}
