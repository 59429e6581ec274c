/** The program `bill-status-mock`: its flags, and what it is started with. */
import {
  cannotListen,
  PortText,
  readAddress,
  runCommandLine,
  WrongUsage
} from "@bill-payment-status/program"
import { Console, Effect, FileSystem, Option, Result, Schema } from "effect"
import { Command, Flag } from "effect/cli"
import packageJson from "../package.json" with { type: "json" }
import { faultNames } from "./Engine/Fault.ts"
import { readChaos } from "./Engine/FaultRules.ts"
import { nearest } from "./Engine/Question.ts"
import { quirkNames } from "./Engine/QuirkName.ts"
import { readScenarioFile } from "./Engine/ScenarioFile.ts"
import { TimeText } from "./Engine/Time.ts"
import { logNames } from "./Server/Log.ts"
import { makeMockServer } from "./Server/MockServer.ts"
import { UpstreamUrl } from "./Server/MockServerOptions.ts"

export const name = "bill-status-mock"

const defaultPort = 4010

const Count = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 10_000_000 }))

const flags = {
  host: Flag.String("host").pipe(
    Flag.withDescription("Where to listen; instead of HOST"),
    Flag.optional
  ),
  port: Flag.String("port").pipe(
    Flag.withDescription("0 is any free one; instead of PORT (4010)"),
    Flag.withSchema(PortText),
    Flag.optional
  ),
  seed: Flag.Int("seed").pipe(
    Flag.withDescription("Decides billers, amounts, chaos and quirks"),
    Flag.withDefault(0)
  ),
  clock: Flag.String("clock").pipe(
    Flag.withMetavar("TIME"),
    Flag.withDescription("Time stands still here, e.g. 2026-01-15T10:30:00Z, until it is moved"),
    Flag.withSchema(TimeText),
    Flag.optional
  ),
  timeScale: Flag.Finite("time-scale").pipe(
    Flag.withDescription("How many seconds pass in one real one, e.g. 60"),
    Flag.withSchema(
      Schema.Finite.check(Schema.isGreaterThan(0), Schema.isLessThanOrEqualTo(1_000_000))
    ),
    Flag.optional
  ),
  scenarios: Flag.String("scenarios").pipe(
    Flag.withMetavar("FILE"),
    Flag.withDescription("Transactions, faults and quirks to start with: YAML or JSON"),
    Flag.optional
  ),
  replay: Flag.String("replay").pipe(
    Flag.withMetavar("FILE"),
    Flag.withDescription("Answer from a file that --record wrote"),
    Flag.optional
  ),
  chaos: Flag.String("chaos").pipe(
    Flag.withMetavar("FAULT=N%,…"),
    Flag.withDescription(`Faults by share, e.g. reset=2%,slow=5%: ${faultNames.join(", ")}`),
    Flag.optional
  ),
  quirks: Flag.String("quirks").pipe(
    Flag.withMetavar("QUIRK,…"),
    Flag.withDescription(
      `How answers depart from AOPay's page: ${quirkNames.join(", ")}; all is a mixture`
    ),
    Flag.optional
  ),
  upstream: Flag.String("upstream").pipe(
    Flag.withMetavar("URL"),
    Flag.withDescription("A provider that answers what no scenario describes"),
    Flag.withSchema(UpstreamUrl),
    Flag.optional
  ),
  record: Flag.String("record").pipe(
    Flag.withMetavar("FILE"),
    Flag.withDescription("Write what the provider at --upstream says, account numbers masked"),
    Flag.optional
  ),
  log: Flag.Literals("log", logNames).pipe(
    Flag.withDescription("json: every question as a line on stdout; hints: only what went in vain"),
    Flag.withDefault("hints")
  ),
  maxReferences: Flag.Int("max-references").pipe(
    Flag.withDescription(
      "References to remember in each namespace, the last used and up to as many more (100000)"
    ),
    Flag.withSchema(Count),
    Flag.optional
  ),
  maxNamespaces: Flag.Int("max-namespaces").pipe(
    Flag.withDescription("Namespaces to keep; the one not used for longest goes first (100)"),
    Flag.withSchema(Count),
    Flag.optional
  ),
  maxJournal: Flag.Int("max-journal").pipe(
    Flag.withDescription("Questions to remember in each namespace; the oldest go first (10000)"),
    Flag.withSchema(Count),
    Flag.optional
  )
}

const wrong = (flag: string, problem: string) =>
  new WrongUsage({ message: `--${flag}: ${problem.replace(/[.?]$/, "")}.` })

const readFile = Effect.fnUntraced(function* (flag: string, path: Option.Option<string>) {
  if (Option.isNone(path)) return undefined
  const fileSystem = yield* FileSystem.FileSystem
  const text = yield* fileSystem
    .readFileString(path.value)
    .pipe(
      Effect.mapError(({ reason }) => wrong(flag, `cannot read ${path.value} (${reason._tag})`))
    )
  return yield* Effect.fromResult(
    Result.mapError(readScenarioFile(text), (problem) => wrong(flag, `${path.value}, ${problem}`))
  )
})

const readQuirks = (text: string): Result.Result<ReadonlyArray<string>, string> => {
  const names = text.split(",").map((each) => each.trim())
  const unknown = names.find((each) => !quirkNames.includes(each))
  if (unknown === undefined) return Result.succeed(names)
  const meant = nearest(unknown, quirkNames)
  return Result.fail(
    `there is no quirk "${unknown}"${meant === undefined ? "" : `, did you mean "${meant}"?`}`
  )
}

const readText = <A>(
  flag: string,
  text: Option.Option<string>,
  read: (text: string) => Result.Result<A, string>
): Effect.Effect<A | undefined, WrongUsage> =>
  Option.match(text, {
    onNone: () => Effect.succeed(undefined),
    onSome: (given) =>
      Effect.fromResult(Result.mapError(read(given), (problem) => wrong(flag, problem)))
  })

const serve = Effect.fnUntraced(function* (given: Command.Command.Config.Infer<typeof flags>) {
  if (Option.isSome(given.record) && Option.isNone(given.upstream))
    return yield* wrong("record", "needs --upstream, whose answers are written")
  if (Option.isSome(given.replay) && Option.isSome(given.scenarios))
    return yield* wrong("replay", "is a file of scenarios too: give it or --scenarios, not both")
  const scenarios =
    (yield* readFile("scenarios", given.scenarios)) ?? (yield* readFile("replay", given.replay))
  const setting = yield* readAddress("any", defaultPort)
  const address = {
    host: Option.getOrElse(given.host, () => setting.host),
    port: Option.getOrElse(given.port, () => setting.port)
  }
  const { url } = yield* makeMockServer({
    ...address,
    seed: given.seed,
    clock: Option.getOrUndefined(given.clock),
    timeScale: Option.getOrUndefined(given.timeScale),
    faults: yield* readText("chaos", given.chaos, readChaos),
    quirks: yield* readText("quirks", given.quirks, readQuirks),
    scenarios,
    upstream: Option.getOrUndefined(given.upstream),
    record: Option.getOrUndefined(given.record),
    log: given.log,
    referencesKept: Option.getOrUndefined(given.maxReferences),
    namespacesAtMost: Option.getOrUndefined(given.maxNamespaces),
    journalAtMost: Option.getOrUndefined(given.maxJournal)
  }).pipe(
    Effect.catchTags({
      CannotListen: ({ code }) => Effect.fail(cannotListen(address, code)),
      CannotRecord: ({ code, file }) =>
        Effect.fail(wrong("record", `cannot write ${file} (${code})`))
    })
  )
  yield* Console.log(`${name} listening on ${url}`)
  yield* Console.error(`${name}: drive it at ${url}/_mock`)
  return yield* Effect.never
}, Effect.scoped)

const command = Command.make(name, flags, serve).pipe(
  Command.withDescription("AOPay, pretended: answers as AOPay does, and misbehaves when told to."),
  Command.withExamples([
    { command: name, description: "Listen on 127.0.0.1:4010" },
    {
      command: `${name} --chaos "reset=2%,slow=5%" --seed 42`,
      description: "Let some questions go wrong, the same ones each time"
    },
    {
      command: `${name} --quirks all --clock 2026-01-15T10:30:00Z`,
      description: "Answer in every way AOPay is known to, the same bytes each time"
    },
    {
      command: `${name} --upstream https://provider.example --record said.yaml`,
      description: "Write down what a provider says"
    }
  ])
)

/** Runs the command line until it is interrupted. */
export const runMockServer = (args: ReadonlyArray<string>) =>
  runCommandLine(command, { version: packageJson.version, args }, Effect.succeed(0))
