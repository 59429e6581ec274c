/**
 * The key that each connection showed last: one that shows it again is not hashed again. Nothing is kept longer
 * than its connection.
 */
import type { Socket } from "node:net"
import type { Partner } from "./Partner.ts"

interface Shown {
  readonly authorization: string
  readonly partner: Partner
}

/** Takes as long wherever two texts of one length differ: a connection may be a proxy's, for many callers. */
const isSame = (one: string, other: string): boolean => {
  if (one.length !== other.length) return false
  let difference = 0
  for (let index = 0; index < one.length; index += 1)
    difference |= one.charCodeAt(index) ^ other.charCodeAt(index)
  return difference === 0
}

export class ShownKeys {
  readonly #shown = new WeakMap<Socket, Shown>()

  /** Whose key this connection showed before, if it is this one and still what it was. */
  find(socket: Socket | null, authorization: string, now: number): Partner | undefined {
    const shown = socket === null ? undefined : this.#shown.get(socket)
    return shown !== undefined &&
      isSame(shown.authorization, authorization) &&
      shown.partner.again(now)
      ? shown.partner
      : undefined
  }

  keep(socket: Socket | null, authorization: string, partner: Partner): void {
    if (socket !== null) this.#shown.set(socket, { authorization, partner })
  }
}
