/** The program `bill-status-http`: serves, unless told to see to its keys. */
import { AopaySettings, Setting } from "@bill-payment-status/core"
import {
  PortText,
  readAddress,
  readEnvironment,
  runCommandLine
} from "@bill-payment-status/program"
import { Console, Effect, Option, type Redacted, Schema } from "effect"
import { Command, Flag } from "effect/cli"
import packageJson from "../package.json" with { type: "json" }
import { type FindPartner } from "./Admission/Admission.ts"
import { type Partner, partnerOf } from "./Admission/Partner.ts"
import { startGateway } from "./Gateway.ts"
import { readGatewaySettings } from "./GatewaySettings.ts"
import type { KeyRecord } from "./Keys/KeyRecord.ts"
import { keysCommand } from "./Keys/KeysCommand.ts"
import { keysFileSetting } from "./Keys/KeysFile.ts"
import { recordLastUse } from "./Keys/LastUse.ts"
import { watchKeys } from "./Keys/watchKeys.ts"

export const name = "bill-status-http"

const defaultPort = 3000

const flags = {
  host: Flag.String("host").pipe(
    Flag.withDescription("Where to listen; instead of HOST"),
    Flag.withSchema(Schema.NonEmptyString),
    Flag.optional
  ),
  port: Flag.String("port").pipe(
    Flag.withDescription("0 is any free one; instead of PORT (3000)"),
    Flag.withSchema(PortText),
    Flag.optional
  ),
  keys: Flag.String("keys").pipe(
    Flag.withMetavar("FILE"),
    Flag.withDescription(`The keys file; instead of ${keysFileSetting.name}`),
    Flag.withSchema(Schema.NonEmptyString),
    Flag.optional
  )
}

/** Who holds a key of this file; the same partner as long as the key's record is the same. */
const findIn = Effect.fnUntraced(function* (file: string, own: Redacted.Redacted | undefined) {
  const keys = yield* watchKeys(file)
  const lastUse = yield* recordLastUse(file)
  const partners = new WeakMap<KeyRecord, Partner>()
  const find: FindPartner = (presented, now) => {
    const record = keys.find(presented, now)
    if (typeof record === "string") return record
    lastUse.used(record.id, now)
    const known = partners.get(record)
    if (known !== undefined) return known
    const partner = partnerOf(record, own)
    partners.set(record, partner)
    return partner
  }
  return find
})

const noKeys = `${name}: no keys are configured, so it answers everyone on this machine and nobody else. Set ${keysFileSetting.name}; see: ${name} keys create --help`

const serve = Effect.fnUntraced(function* (given: Command.Command.Config.Infer<typeof flags>) {
  const isLive = (yield* readEnvironment) === "live"
  const aopay = isLive ? yield* AopaySettings.loadAopaySettings : undefined
  const settings = yield* readGatewaySettings
  const set = yield* Setting.readOptional(keysFileSetting)
  const keysFile = Option.getOrUndefined(Option.orElse(given.keys, () => set))
  const address = yield* readAddress(keysFile === undefined ? "loopback" : "any", defaultPort)
  const find = keysFile === undefined ? undefined : yield* findIn(keysFile, aopay?.registrationId)
  const { url } = yield* startGateway({
    ...settings,
    address: {
      host: Option.getOrElse(given.host, () => address.host),
      port: Option.getOrElse(given.port, () => address.port)
    },
    provider: aopay?.baseUrl,
    find
  })
  yield* Console.log(`${name} listening on ${url}`)
  if (find === undefined) yield* Console.error(noKeys)
  return yield* Effect.never
}, Effect.scoped)

const command = Command.make(name, flags, serve).pipe(
  Command.withDescription("The gateway: one trusted door to AOPay for services in any language."),
  Command.withSubcommands([keysCommand]),
  Command.withExamples([
    { command: name, description: "Answer this machine on 127.0.0.1:3000, without keys" },
    {
      command: `${name} keys create --name billing --file keys.json`,
      description: "Make a key for a team"
    },
    {
      command: `${name} --keys keys.json --host 0.0.0.0`,
      description: "Answer whoever has a key"
    }
  ])
)

/** Runs the command line; a server until it is interrupted. */
export const runGateway = (args: ReadonlyArray<string>) =>
  runCommandLine(command, { version: packageJson.version, args }, Effect.succeed(0))
