/**
 * Where in a file each reference's answer begins: 10 bytes a slot, so that a million references weigh 15 MB
 * and not 150. A slot is found by a hash; who looks must make sure that it is the reference meant.
 */

/** A whole number from 1 below 2^32; two references that share one are told apart by `matches`. */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
    hash ^= hash >>> 15
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return (hash ^ (hash >>> 13)) >>> 0 || 1
}

const fullest = 0.7
const fewest = 1024
const low = 2 ** 32
const seenBit = 0x8000

/** Slots side by side; one whose hash is 0 is free. */
interface Slots {
  readonly hashes: Uint32Array
  readonly lows: Uint32Array
  /** The offset's bits from the 33rd on, and whether the reference was seen. */
  readonly highs: Uint16Array
}

const makeSlots = (capacity: number): Slots => ({
  hashes: new Uint32Array(capacity),
  lows: new Uint32Array(capacity),
  highs: new Uint16Array(capacity)
})

/** Which references were seen, and where their answers are. */
export class ReferenceIndex {
  #slots: Slots
  #size = 0

  /** Holds this many without growing. */
  constructor(expected: number) {
    this.#slots = makeSlots(Math.max(fewest, Math.ceil(expected / fullest) + 1))
  }

  /** The reference's slot, if it has one; `matches` tells whether the answer at an offset is its own. */
  find(reference: string, matches: (offset: number) => boolean): number | undefined {
    const { hashes } = this.#slots
    const hash = hashOf(reference)
    for (let slot = hash % hashes.length; ; slot = (slot + 1) % hashes.length) {
      if (hashes[slot] === 0) return undefined
      if (hashes[slot] === hash && matches(this.offsetAt(slot))) return slot
    }
  }

  /** Gives the reference a slot of its own; it must not have one. */
  add(reference: string, offset: number): number {
    if (this.#size + 1 > this.#slots.hashes.length * fullest) this.#grow()
    this.#size += 1
    const slot = this.#take(hashOf(reference))
    this.move(slot, offset)
    return slot
  }

  /** Where its answer begins. */
  offsetAt(slot: number): number {
    const { highs, lows } = this.#slots
    return ((highs[slot] ?? 0) & ~seenBit) * low + (lows[slot] ?? 0)
  }

  /** Its answer is a later one now. */
  move(slot: number, offset: number): void {
    const { highs, lows } = this.#slots
    lows[slot] = offset % low
    highs[slot] = ((highs[slot] ?? 0) & seenBit) | Math.floor(offset / low)
  }

  /** Whether it came up in this run already; from now on it did. */
  see(slot: number): boolean {
    const { highs } = this.#slots
    const high = highs[slot] ?? 0
    highs[slot] = high | seenBit
    return (high & seenBit) !== 0
  }

  #take(hash: number): number {
    const { hashes } = this.#slots
    let slot = hash % hashes.length
    while (hashes[slot] !== 0) slot = (slot + 1) % hashes.length
    hashes[slot] = hash
    return slot
  }

  #grow(): void {
    const { hashes, highs, lows } = this.#slots
    this.#slots = makeSlots(hashes.length * 2)
    for (const [from, hash] of hashes.entries()) {
      if (hash === 0) continue
      const slot = this.#take(hash)
      this.#slots.lows[slot] = lows[from] ?? 0
      this.#slots.highs[slot] = highs[from] ?? 0
    }
  }
}
