/**
 * An API key: `bps_live_`, the id that names it, its secret, and a checksum over all before it, so that one
 * mistyped or cut short is told from one that is unknown, and one that leaked is found by its shape.
 */
import { hash, randomBytes } from "node:crypto"
import { crc32 } from "node:zlib"

const prefix = "bps_live_"
const idLength = 10
/** 190 bits. */
const secretLength = 32
const checksumLength = 6

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
const base = digits.length
const checked = prefix.length + idLength + secretLength
const shape = new RegExp(`^${prefix}[0-9A-Za-z]{${idLength + secretLength + checksumLength}}$`)

const valueOf = new Uint8Array(128)
for (let value = 0; value < base; value++) valueOf[digits.charCodeAt(value)] = value

/** A byte of the last, incomplete round would make some digits likelier. */
const fairBelow = 256 - (256 % base)

const randomDigits = (length: number): string => {
  let text = ""
  while (text.length < length)
    for (const byte of randomBytes(length))
      if (byte < fairBelow && text.length < length) text += digits.charAt(byte % base)
  return text
}

const checksumOf = (text: string): string => {
  let rest = crc32(text)
  let checksum = ""
  for (let digit = 0; digit < checksumLength; digit++) {
    checksum = digits.charAt(rest % base) + checksum
    rest = Math.floor(rest / base)
  }
  return checksum
}

const hasItsChecksum = (text: string): boolean => {
  let claimed = 0
  for (let at = checked; at < text.length; at++)
    claimed = claimed * base + (valueOf[text.charCodeAt(at)] ?? 0)
  return claimed === crc32(text.slice(0, checked))
}

const digestOf = (text: string): Buffer => hash("sha256", text, "buffer")

/** What a key shows of itself. */
export interface ReadKey {
  /** Names it; no secret. */
  readonly id: string
  /** SHA-256 of the whole key. */
  readonly digest: Buffer
}

/** A key that exists only here. */
export interface NewKey extends ReadKey {
  /** The key itself. */
  readonly text: string
}

/** Makes a key by chance. */
export const makeApiKey = (): NewKey => {
  const id = randomDigits(idLength)
  const unchecked = prefix + id + randomDigits(secretLength)
  const text = unchecked + checksumOf(unchecked)
  return { id, text, digest: digestOf(text) }
}

/** Reads what was presented as a key, in a few microseconds. */
export const readApiKey = (text: string): ReadKey | "malformed" =>
  shape.test(text) && hasItsChecksum(text)
    ? { id: text.slice(prefix.length, prefix.length + idLength), digest: digestOf(text) }
    : "malformed"
