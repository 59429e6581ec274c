/** `bill-status track <reference>…`: follows payments to their ends, a line for each change. */
import {
  BillPaymentStatus,
  DurationText,
  type GaveUpWaiting,
  type InquiryError,
  type TrackedChange
} from "@bill-payment-status/core"
import { Console, Effect, Option, Ref, Stream } from "effect"
import { Command, Flag } from "effect/cli"
import { exitCodeOf, gaveUpCode, graver } from "./ExitCode.ts"
import { changeJson, changeText } from "./Output/Change.ts"
import { ProgramExit } from "./ProgramExit.ts"
import { layerAsking, verboseFlag } from "./Asking.ts"
import { unmaskedFlag } from "./Output/Unmasked.ts"
import { fromFlag, referencesArgument, referencesOf } from "./References.ts"
import { readConcurrency } from "./Settings/CallSettings.ts"
import { concurrencyFlag, settingFlags, withSettings } from "./Settings/SettingFlags.ts"

/** A flag that reads `2s`, `500ms` or `3 days`. */
const durationFlag = (name: string, description: string) =>
  Flag.String(name).pipe(
    Flag.withMetavar("DURATION"),
    Flag.withDescription(description),
    Flag.withSchema(DurationText),
    Flag.optional
  )

const flags = {
  until: Flag.Literals("until", ["paid", "final"]).pipe(
    Flag.withDescription("final follows a Paid until it cannot be refunded any more (5 days)"),
    Flag.withDefault("final")
  ),
  deadline: durationFlag(
    "deadline",
    "How long to follow before giving up; 6d unless told otherwise"
  ),
  interval: durationFlag(
    "interval",
    "The time between two questions; by the payment's age otherwise"
  ),
  output: Flag.Literals("output", ["text", "json", "ndjson"]).pipe(
    Flag.withDescription("text on a terminal, one JSON object a change otherwise"),
    Flag.withDefault(process.stdout.isTTY ? "text" : "ndjson")
  ),
  ...fromFlag,
  ...concurrencyFlag,
  ...unmaskedFlag,
  ...settingFlags,
  ...verboseFlag
}

const exitCodeAtEnd = (
  last: TrackedChange | undefined,
  error: InquiryError | GaveUpWaiting | undefined
): number => {
  if (error?._tag === "GaveUpWaiting") return gaveUpCode
  if (error !== undefined) return exitCodeOf(error._tag)
  return last === undefined ? gaveUpCode : exitCodeOf(last.status.verdict)
}

export const trackCommand = Command.make(
  "track",
  {
    references: referencesArgument,
    ...flags
  },
  Effect.fn("bill-status.track")(function* ({ references, ...given }) {
    const { deadline, ...settings } = given
    const { from, interval, output, unmasked, until } = given
    const exit = yield* ProgramExit
    const write = output === "text" ? changeText : changeJson
    const policy = {
      until,
      ...(Option.isSome(deadline) ? { giveUpAfter: deadline.value } : {}),
      ...(Option.isSome(interval) ? { interval: interval.value } : {})
    }

    yield* Effect.gen(function* () {
      const { track } = yield* BillPaymentStatus
      const concurrency = yield* readConcurrency

      const follow = Effect.fnUntraced(function* (referenceId: string) {
        let last: TrackedChange | undefined
        const error = yield* track({ referenceId }, policy).pipe(
          Stream.runForEach((change) => {
            last = change
            return Console.log(write(change, { unmasked }))
          }),
          Effect.match({ onFailure: (failure) => failure, onSuccess: () => undefined })
        )
        if (error !== undefined) yield* Console.log(write(error, { unmasked }))
        yield* Ref.update(exit, (code) => graver(code, exitCodeAtEnd(last, error)))
      })

      yield* referencesOf("track", { references, from }).pipe(
        Stream.mapEffect(follow, { concurrency, unordered: true }),
        Stream.runDrain
      )
    }).pipe(Effect.provide(layerAsking(given)), withSettings(settings))
  })
).pipe(
  Command.withDescription("Follow payments until nothing more is expected to change"),
  Command.withExamples([
    {
      command: "bill-status track pending-then-paid-1 --until paid",
      description: "Until it is paid"
    },
    { command: "bill-status track 123456 --deadline 2h", description: "Give up after two hours" },
    {
      command: "bill-status track --from references.txt > changes.ndjson",
      description: "Many, a line a change"
    }
  ])
)
