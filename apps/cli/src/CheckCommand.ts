/** `bill-status check <reference>…`: one question a reference, one exit code for all. */
import { Clock, Console, Duration, Effect, Option, Ref, Stream } from "effect"
import { Command, Flag } from "effect/cli"
import { outcomeOf } from "./Answer.ts"
import { layerAsking, verboseFlag } from "./Asking.ts"
import type { AnswerRecord } from "./Batch/AnswerRecord.ts"
import { type Answers, answersInMemory } from "./Batch/Answers.ts"
import { askOnce } from "./Batch/AskOnce.ts"
import { boundMemory } from "./Batch/boundMemory.ts"
import { endingEarly } from "./Batch/Interruptible.ts"
import { Progress } from "./Batch/Progress.ts"
import { withProgressLine } from "./Batch/ProgressLine.ts"
import { openRecord } from "./Batch/RecordFile.ts"
import { readRecordSource } from "./Batch/RecordSource.ts"
import { Summary } from "./Batch/Summary.ts"
import { exitCodeOf, graver } from "./ExitCode.ts"
import { renderCsv } from "./Output/Csv.ts"
import { renderArray, renderLines, renderObject } from "./Output/Json.ts"
import { summaryText } from "./Output/SummaryText.ts"
import { renderTable } from "./Output/Table.ts"
import { unmaskedFlag } from "./Output/Unmasked.ts"
import { ProgramExit } from "./ProgramExit.ts"
import {
  countReferences,
  fromFlag,
  referencesArgument,
  referencesOf,
  requireReferences
} from "./References.ts"
import { AskedAtATime } from "./Settings/CallSettings.ts"
import {
  concurrencyFlag,
  deadlineFlag,
  settingFlags,
  withSettings
} from "./Settings/SettingFlags.ts"

const renderers = { table: renderTable, ndjson: renderLines, csv: renderCsv }

/** From so many references on a run is worth a summary. */
const many = 10

/** Each reference is asked about once, so no answer need be remembered for the next question. */
const once = { gap: Duration.zero }

/** Of many references only the deadline ends the asking again: a short outage costs no row. */
const patiently = { ...once, retries: Number.MAX_SAFE_INTEGER }

const flags = {
  output: Flag.Literals("output", ["table", "json", "ndjson", "csv"]).pipe(
    Flag.withDescription("table for people (default); json, ndjson and csv for programs"),
    Flag.withDefault("table")
  ),
  ...fromFlag,
  resume: Flag.String("resume").pipe(
    Flag.withMetavar("FILE"),
    Flag.withDescription(
      "Keep answers in this file; run again, what is final there is not asked again"
    ),
    Flag.optional
  ),
  ...concurrencyFlag,
  ...unmaskedFlag,
  ...settingFlags,
  ...deadlineFlag,
  ...verboseFlag
}

/** How to go on after an interruption, in words. */
const howToGoOn = (resume: Option.Option<string>, record: AnswerRecord | undefined): string => {
  if (Option.isSome(resume)) return "To go on, give the same command again"
  if (record === undefined) return "Its answers were not kept; with --from or --resume they are"
  return record.holdsFinal
    ? `To go on, give the same command again with --resume ${record.path}`
    : "Nothing of it is final, so start again"
}

export const checkCommand = Command.make(
  "check",
  { references: referencesArgument, ...flags },
  Effect.fn("bill-status.check")(function* ({ references, ...given }) {
    const { from, output, resume, unmasked } = given
    const oneObject = references.length === 1 && Option.isNone(from)
    const jsonRenderer = oneObject ? renderObject : renderArray
    const render = output === "json" ? jsonRenderer : renderers[output]
    const exit = yield* ProgramExit
    const inFile = Option.isSome(from) || Option.isSome(resume)

    const source = { references, from }
    yield* requireReferences("check", source)

    yield* Effect.gen(function* () {
      const concurrency = yield* AskedAtATime
      const total = Option.isSome(from) ? yield* countReferences(from.value) : references.length
      const record = inFile
        ? yield* openRecord(resume, {
            expected: total ?? 0,
            source: yield* readRecordSource(unmasked)
          })
        : undefined
      if (inFile) boundMemory()
      const answers: Answers = record ?? answersInMemory()
      const startedAt = yield* Clock.currentTimeMillis
      const summary = new Summary()

      const summarise = Effect.gen(function* () {
        if (Option.isNone(from) && summary.references < many) return
        const elapsed = Duration.millis((yield* Clock.currentTimeMillis) - startedAt)
        yield* Console.error(summaryText(summary, elapsed))
      })

      const sayHowToGoOn = Effect.suspend(() => {
        const all = total === undefined ? "" : ` of ${total}`
        return Console.error(
          `\nbill-status: interrupted after ${summary.lines}${all} lines. ${howToGoOn(resume, record)}.`
        )
      })

      const run = (stop: Effect.Effect<void>) => {
        const ask = askOnce(answers, { unmasked })
        const lines = referencesOf(source).pipe(
          Stream.interruptWhen(stop),
          Stream.mapEffect(
            (reference) =>
              Effect.raceFirst(Effect.asSome(ask(reference)), Effect.as(stop, Option.none())),
            { concurrency }
          ),
          Stream.filter(Option.isSome),
          Stream.map(({ value }) => value),
          Stream.tap((line) => {
            summary.add(line)
            return Ref.update(exit, (code) => graver(code, exitCodeOf(outcomeOf(line.answer))))
          })
        )
        return withProgressLine(
          new Progress(total, startedAt),
          () => summary.lines
        )((print) => lines.pipe(render, Stream.runForEach(print))).pipe(Effect.andThen(summarise))
      }

      yield* endingEarly(run, sayHowToGoOn)
    }).pipe(
      Effect.scoped,
      Effect.provide(layerAsking(given, inFile ? patiently : once)),
      withSettings(given)
    )
  })
).pipe(
  Command.withDescription("Say whether bills were paid and whether the money is safe"),
  Command.withExamples([
    { command: "bill-status check 123456 --profile mock", description: "One reference" },
    {
      command: "bill-status check paid-1 pending-1 --profile mock",
      description: "Several, in this order"
    },
    {
      command: "bill-status check 123456 --output json --profile mock",
      description: "For a program"
    },
    {
      command: "bill-status check --from references.txt --output csv --profile mock",
      description: "A file, for a spreadsheet"
    },
    {
      command:
        "bill-status check --from references.txt --resume run.ndjson --rate 50/s --profile mock",
      description: "A large file: again after Ctrl-C, it goes on where it was"
    },
    {
      command: 'bill-status check --profile mock -- "$REFERENCE"',
      description: "A reference you did not write yourself: -- keeps it from being read as a flag"
    }
  ])
)
