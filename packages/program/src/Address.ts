/** Where a server of ours listens: `HOST` and `PORT`. */
import { InvalidSetting, Setting } from "@bill-payment-status/core"
import { Effect, Schema } from "effect"

/** Which addresses may be listened on: `loopback` refuses one that other machines reach. */
export type Hosts = "any" | "loopback"

/** Where to listen. */
export interface Address {
  readonly host: string
  readonly port: number
}

const host = {
  any: {
    name: "HOST",
    schema: Schema.NonEmptyString,
    expected: "the address to listen on, e.g. 127.0.0.1"
  },
  loopback: {
    name: "HOST",
    schema: Schema.String.check(Schema.isPattern(/^(127\.\d+\.\d+\.\d+|::1|localhost)$/)),
    expected:
      "a loopback address, e.g. 127.0.0.1: without keys (BILL_STATUS_KEYS_FILE) only this machine may ask"
  }
}

const expectedPort = "a port number from 0 (any free one) to 65535"

/** The text of a port number; 0 is any free one. */
export const PortText = Schema.String.check(
  Schema.makeFilter((text) =>
    /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? undefined : `Expected ${expectedPort}`
  )
).pipe(Schema.decodeTo(Schema.FiniteFromString))

const port = {
  name: "PORT",
  schema: PortText,
  expected: expectedPort
}

const flagNotLoopback = new InvalidSetting({
  setting: "--host",
  message: `--host is not valid. Set it to ${host.loopback.expected}.`
})

/** Reads `HOST` and `PORT`, where no flags say otherwise; on this machine only, unless told otherwise. */
export const readAddress = Effect.fnUntraced(function* (
  hosts: Hosts,
  defaultPort: number,
  flags: Partial<Address> = {}
): Effect.fn.Return<Address, InvalidSetting> {
  if (flags.host !== undefined && !Schema.is(host[hosts].schema)(flags.host))
    return yield* flagNotLoopback
  return {
    host: flags.host ?? (yield* Setting.readOr(host[hosts], "127.0.0.1")),
    port: flags.port ?? (yield* Setting.readOr(port, defaultPort))
  }
})

/** The address is taken, or not this machine's; `code` is the system's own name of it. */
export const cannotListen = ({ host, port }: Address, code: string): InvalidSetting =>
  new InvalidSetting({
    setting: "PORT",
    message: `Cannot listen on ${host} port ${port} (${code}). Set HOST and PORT to an address that is free, e.g. PORT=0 for any free port.`
  })
