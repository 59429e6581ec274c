/** The program `bill-status-http`: serves, unless told to see to its keys. */
import cluster from "node:cluster"
import { AopaySettings, type InvalidSetting, Setting } from "@bill-payment-status/core"
import {
  PortText,
  readAddress,
  readEnvironment,
  runCommandLine
} from "@bill-payment-status/program"
import {
  Console,
  Context,
  Duration,
  Effect,
  type FileSystem,
  Option,
  type Redacted,
  Ref,
  Schema
} from "effect"
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
import { layerTelemetry } from "./Operations/Telemetry.ts"
import { ProgramExit } from "./ProgramExit.ts"
import type { Lines } from "./Server/Lines.ts"
import { layerLogger } from "./Server/Log.ts"
import { runCrew } from "./Workers/Crew.ts"
import { joinCrew } from "./Workers/Membership.ts"
import { shareOfPartner, shareOfSettings } from "./Workers/Share.ts"
import { WorkerCountText, workersSetting } from "./Workers/WorkerCount.ts"

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
  ),
  workers: Flag.String("workers").pipe(
    Flag.withMetavar("N|max"),
    Flag.withDescription(`Processes that answer; instead of ${workersSetting.name} (1)`),
    Flag.withSchema(WorkerCountText),
    Flag.optional
  )
}

/** Who holds a key of this file; the same partner as long as the key's record is the same. */
const findIn = Effect.fnUntraced(function* (
  file: string,
  own: Redacted.Redacted | undefined,
  workers: number
) {
  const keys = yield* watchKeys(file)
  const lastUse = yield* recordLastUse(file)
  const partners = new WeakMap<KeyRecord, Partner>()
  const find: FindPartner = (presented, now) => {
    const record = keys.find(presented, now)
    if (typeof record === "string") return record
    lastUse.used(record.id, now)
    const known = partners.get(record)
    if (known !== undefined) return known
    const partner = shareOfPartner(
      partnerOf(record, {
        own,
        isInForce: (at) => keys.isInForce(record.id, at),
        again: (at) => {
          if (!keys.holds(record, at)) return false
          lastUse.used(record.id, at)
          return true
        }
      }),
      workers
    )
    partners.set(record, partner)
    return partner
  }
  return find
})

const noKeys = `No keys are configured, so everyone on this machine is answered and nobody else. Set ${keysFileSetting.name}; see: ${name} keys create --help`

/** All that is told, read and found right. */
const readPlan = Effect.fnUntraced(function* (given: Command.Command.Config.Infer<typeof flags>) {
  const isLive = (yield* readEnvironment) === "live"
  const aopay = isLive ? yield* AopaySettings.loadAopaySettings : undefined
  const settings = yield* readGatewaySettings
  const set = yield* Setting.readOptional(keysFileSetting)
  const keysFile = Option.getOrUndefined(Option.orElse(given.keys, () => set))
  const address = yield* readAddress(keysFile === undefined ? "loopback" : "any", defaultPort, {
    ...Option.match(given.host, { onNone: () => ({}), onSome: (host) => ({ host }) }),
    ...Option.match(given.port, { onNone: () => ({}), onSome: (port) => ({ port }) })
  })
  const workers = yield* Setting.readOr(workersSetting, 1)
  return {
    settings,
    aopay,
    keysFile,
    address,
    workers: Option.getOrElse(given.workers, () => workers)
  }
})

type Plan = Effect.Success<ReturnType<typeof readPlan>>

const announce = ({ keysFile }: Plan, url: string): Effect.Effect<void> =>
  Effect.andThen(
    Console.log(`${name} listening on ${url}`),
    keysFile === undefined ? Effect.logWarning(noKeys) : Effect.void
  )

/** As one of so many. */
const answer = Effect.fnUntraced(function* (plan: Plan, workers: number) {
  const { address, aopay, keysFile, settings } = plan
  const membership = Option.getOrUndefined(workers > 1 ? yield* joinCrew : Option.none())
  const find =
    keysFile === undefined ? undefined : yield* findIn(keysFile, aopay?.registrationId, workers)
  const { url } = yield* Effect.provideContext(
    startGateway({
      ...shareOfSettings(settings, workers),
      address,
      provider: aopay?.baseUrl,
      own: aopay?.registrationId,
      find
    }),
    membership?.metrics ?? Context.empty()
  )
  yield* membership === undefined ? announce(plan, url) : membership.listening(url)
  return yield* Effect.never
}, Effect.scoped)

const answerAndTell = (plan: Plan, workers: number) =>
  Effect.provide(answer(plan, workers), layerTelemetry)

/** Longer than a worker takes that waits for its requests. */
const beyondGrace = Duration.seconds(5)

const lead = Effect.fnUntraced(function* (plan: Plan) {
  const { keysFile, settings, workers } = plan
  if (keysFile !== undefined) yield* Effect.scoped(watchKeys(keysFile))
  return yield* runCrew({
    workers,
    patience: Duration.sum(settings.grace, beyondGrace),
    onListening: (url) => announce(plan, url)
  }).pipe(
    Effect.catchTag("CrewFailed", ({ exitCode }) =>
      Effect.flatMap(ProgramExit, (exit) => Ref.set(exit, exitCode))
    )
  )
})

const serve = Effect.fnUntraced(function* (given: Command.Command.Config.Infer<typeof flags>) {
  const plan = yield* readPlan(given)
  const { settings, workers } = plan
  const run: Effect.Effect<void, InvalidSetting, FileSystem.FileSystem | Lines | ProgramExit> =
    workers > 1 && cluster.isPrimary ? lead(plan) : answerAndTell(plan, workers)
  yield* Effect.provide(run, layerLogger(settings.logLevel))
})

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
  runCommandLine(
    command,
    { version: packageJson.version, args },
    Effect.flatMap(ProgramExit, Ref.get)
  ).pipe(Effect.provide(ProgramExit.layer))
