/** `bill-status track <reference>…`: follows payments to their ends, a line for each change. */
import {
  DurationText,
  type GaveUpWaiting,
  type InquiryError,
  type TrackedChange
} from "@bill-payment-status/core"
import { printLine, WrongUsage } from "@bill-payment-status/program"
import { Console, Effect, Option, Ref, Stream } from "effect"
import { Command, Flag } from "effect/cli"
import { exitCodeOf, gaveUpCode, graver } from "./ExitCode.ts"
import { type FollowEvent, followAll } from "./FollowAll.ts"
import { withLiveBoard } from "./Live/LiveBoard.ts"
import { canDraw } from "./Live/Screen.ts"
import { changeJson, type ChangeOptions, changeText } from "./Output/Change.ts"
import { ProgramExit } from "./ProgramExit.ts"
import { layerAsking, verboseFlag } from "./Asking.ts"
import { unmaskedFlag } from "./Output/Unmasked.ts"
import {
  fromFlag,
  type GivenReferences,
  referencesArgument,
  referencesOf,
  requireReferences
} from "./References.ts"
import { AskedAtATime } from "./Settings/CallSettings.ts"
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

const mostReferences = 10_000

/** All references, read to their end before anybody is asked. */
const allReferencesOf = (given: GivenReferences) =>
  Stream.unwrap(Effect.as(requireReferences("track", given), referencesOf(given))).pipe(
    Stream.take(mostReferences + 1),
    Stream.runCollect,
    Effect.filterOrFail(
      (all) => all.length <= mostReferences,
      () =>
        new WrongUsage({
          message: "track follows at most 10,000 references at a time; give it fewer."
        })
    )
  )

const exitCodeAtEnd = (
  last: TrackedChange | null,
  error: InquiryError | GaveUpWaiting | null
): number => {
  if (error?._tag === "GaveUpWaiting") return gaveUpCode
  if (error !== null) return exitCodeOf(error._tag)
  return last === null ? gaveUpCode : exitCodeOf(last.status.verdict)
}

/** A line for each change, and for why following ended without one. */
const writeLines =
  (write: typeof changeText, options: ChangeOptions) =>
  (event: FollowEvent): Effect.Effect<void> => {
    if (event._tag === "Changed") return printLine(write(event.change, options))
    if (event._tag === "Ended" && event.error !== null)
      return printLine(write(event.error, options))
    return Effect.void
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
    const writeEvent = writeLines(output === "text" ? changeText : changeJson, { unmasked })
    const policy = {
      until,
      ...(Option.isSome(deadline) ? { giveUpAfter: deadline.value } : {}),
      ...(Option.isSome(interval) ? { interval: interval.value } : {})
    }

    yield* Effect.gen(function* () {
      const concurrency = yield* AskedAtATime
      const live = output === "text" && canDraw(process.stdout, process.env)
      const listed = yield* allReferencesOf({ references, from })
      const all = live ? [...new Set(listed)] : listed
      const ended = yield* Ref.make(0)

      const conclude = Effect.fnUntraced(function* (event: FollowEvent) {
        if (event._tag !== "Ended") return
        yield* Ref.update(ended, (count) => count + 1)
        yield* Ref.update(exit, (code) => graver(code, exitCodeAtEnd(event.last, event.error)))
      })
      const sayStopped = Effect.gen(function* () {
        const left = all.length - (yield* Ref.get(ended))
        yield* Console.error(
          `bill-status: stopped while still following ${left} of ${all.length} payments; give the same command again to go on.`
        )
      })
      const follow = (show: (event: FollowEvent) => Effect.Effect<void>) =>
        followAll(all, {
          concurrency,
          policy,
          tell: (event) => Effect.andThen(show(event), conclude(event))
        })

      yield* (live ? withLiveBoard(process.stdout, all, follow) : follow(writeEvent)).pipe(
        Effect.onInterrupt(() => sayStopped)
      )
    }).pipe(Effect.provide(layerAsking(given)), withSettings(settings))
  })
).pipe(
  Command.withDescription("Follow payments until nothing more is expected to change"),
  Command.withExamples([
    {
      command: "bill-status track pending-then-paid-1 --until paid --profile mock",
      description: "Until it is paid"
    },
    {
      command: "bill-status track 123456 --deadline 2h --profile mock",
      description: "Give up after two hours"
    },
    {
      command: "bill-status track --from references.txt --profile mock > changes.ndjson",
      description: "Many, a line a change"
    }
  ])
)
