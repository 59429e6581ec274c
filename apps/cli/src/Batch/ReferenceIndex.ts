/**
 * Where in a file each reference's answer begins: 17 bytes a slot, so that a million references weigh 36
 * MB and not 150. A slot is found by a hash; who looks must make sure that it is the reference meant.
 */

/** A whole number below 2^53; two references that share one are told apart by `matches`. */
const hashOf = (text: string): number => {
  let one = 0x811c9dc5
  let other = 0x9e3779b9
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    one = Math.imul(one ^ unit, 0x01000193)
    other = Math.imul(other ^ unit, 0x85ebca6b)
    other ^= other >>> 13
  }
  return (one >>> 0) * 0x200000 + (other >>> 11) + 1
}

const fullest = 0.6

/** Which references were seen, and where their answers are. */
export class ReferenceIndex {
  #hashes: Float64Array
  #offsets: Float64Array
  #seen: Uint8Array
  #size = 0

  /** Holds this many without growing. */
  constructor(expected: number) {
    const capacity = 2 ** Math.ceil(Math.log2(Math.max(1024, expected / fullest)))
    this.#hashes = new Float64Array(capacity)
    this.#offsets = new Float64Array(capacity)
    this.#seen = new Uint8Array(capacity)
  }

  /** The reference's slot, if it has one; `matches` tells whether the answer at an offset is its own. */
  find(reference: string, matches: (offset: number) => boolean): number | undefined {
    const hash = hashOf(reference)
    for (let slot = this.#first(hash); ; slot = this.#next(slot)) {
      if (this.#hashes[slot] === 0) return undefined
      if (this.#hashes[slot] === hash && matches(this.offsetAt(slot))) return slot
    }
  }

  /** Gives the reference a slot of its own; it must not have one. */
  add(reference: string, offset: number): number {
    if (this.#size + 1 > this.#hashes.length * fullest) this.#grow()
    this.#size += 1
    return this.#insert(hashOf(reference), offset, 0)
  }

  /** Where its answer begins. */
  offsetAt(slot: number): number {
    return this.#offsets[slot] ?? 0
  }

  /** Its answer is a later one now. */
  move(slot: number, offset: number): void {
    this.#offsets[slot] = offset
  }

  /** Whether it came up in this run already; from now on it did. */
  see(slot: number): boolean {
    const before = this.#seen[slot] === 1
    this.#seen[slot] = 1
    return before
  }

  #first(hash: number): number {
    return hash % this.#hashes.length
  }

  #next(slot: number): number {
    return (slot + 1) % this.#hashes.length
  }

  #insert(hash: number, offset: number, seen: number): number {
    let slot = this.#first(hash)
    while (this.#hashes[slot] !== 0) slot = this.#next(slot)
    this.#hashes[slot] = hash
    this.#offsets[slot] = offset
    this.#seen[slot] = seen
    return slot
  }

  #grow(): void {
    const [hashes, offsets, seen] = [this.#hashes, this.#offsets, this.#seen]
    this.#hashes = new Float64Array(hashes.length * 2)
    this.#offsets = new Float64Array(hashes.length * 2)
    this.#seen = new Uint8Array(hashes.length * 2)
    for (const [slot, hash] of hashes.entries())
      if (hash !== 0) this.#insert(hash, offsets[slot] ?? 0, seen[slot] ?? 0)
  }
}
