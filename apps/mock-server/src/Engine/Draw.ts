/** Chance that a seed decides: the same numbers for the same seed, whoever asks, in any order. */
import { Hash } from "effect"

/** A number from 0 up to 1 for these parts. */
export const draw = (...parts: ReadonlyArray<string | number>): number => {
  let mixed = Hash.string(parts.join("\u0000")) | 0
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 4_294_967_296
}
