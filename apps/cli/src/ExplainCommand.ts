/** `bill-status explain <reference>`, or `--body FILE`: why an answer is read as it is. */
import {
  BillPaymentStatus,
  explainError,
  explainStatus,
  readSavedAnswer,
  ReferenceId
} from "@bill-payment-status/core"
import { WrongUsage } from "@bill-payment-status/program"
import { Config, Console, Effect, Option, Ref, Result, Schema, Stream } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { outcomeOf, toAnswer } from "./Answer.ts"
import { layerAsking, verboseFlag } from "./Asking.ts"
import { exitCodeOf } from "./ExitCode.ts"
import { explanationJson, explanationText } from "./Output/Explained.ts"
import { ProgramExit } from "./ProgramExit.ts"
import { unmaskedFlag } from "./Output/Unmasked.ts"
import { nameOf, readInput } from "./References.ts"
import { deadlineFlag, settingFlags, withSettings } from "./Settings/SettingFlags.ts"

const flags = {
  body: Flag.String("body").pipe(
    Flag.withMetavar("FILE|-"),
    Flag.withDescription("Read a saved answer instead of asking; nothing is sent"),
    Flag.optional
  ),
  httpStatus: Flag.Int("http-status").pipe(
    Flag.withDescription("The HTTP status a saved answer came with"),
    Flag.withSchema(Schema.Int.check(Schema.isBetween({ minimum: 100, maximum: 599 }))),
    Flag.withDefault(200)
  ),
  output: Flag.Literals("output", ["text", "json"]).pipe(
    Flag.withDescription("text for people (default), json for programs"),
    Flag.withDefault("text")
  ),
  ...unmaskedFlag,
  ...settingFlags,
  ...deadlineFlag,
  ...verboseFlag
}

/** Our registration id and key where they are set: an answer may repeat them. */
const secrets = Effect.forEach(["AOPAY_REGISTRATION_ID", "AOPAY_API_KEY"], (name) =>
  Config.option(Config.Redacted(name))
).pipe(
  Effect.map((settings) => settings.flatMap(Option.toArray)),
  Effect.orElseSucceed(() => [])
)

/** Longer than any answer that is read. */
const bodyBytesAtMost = 1024 * 1024

const readBody = Effect.fnUntraced(function* (path: string) {
  const cannotRead = (reason: string) =>
    new WrongUsage({ message: `Cannot read ${nameOf(path)} (${reason}).` })
  const chunks: Array<Uint8Array> = []
  let bytes = 0
  yield* readInput(path).pipe(
    Stream.runForEachWhile((chunk) =>
      Effect.sync(() => {
        chunks.push(chunk)
        bytes += chunk.length
        return bytes <= bodyBytesAtMost
      })
    ),
    Effect.mapError(({ code }) => cannotRead(code))
  )
  return bytes <= bodyBytesAtMost
    ? new TextDecoder().decode(Buffer.concat(chunks))
    : yield* cannotRead("longer than 1 MiB")
})

const readReference = (reference: string): Effect.Effect<ReferenceId, WrongUsage> =>
  Schema.decodeEffect(ReferenceId)(reference).pipe(
    Effect.mapError(
      () =>
        new WrongUsage({
          message: "A reference has 1 to 64 characters, none of them a control character."
        })
    )
  )

export const explainCommand = Command.make(
  "explain",
  {
    reference: Argument.String("reference").pipe(
      Argument.withDescription("The reference a payment was sent with"),
      Argument.optional
    ),
    ...flags
  },
  Effect.fn("bill-status.explain")(function* ({ body, httpStatus, output, reference, ...rest }) {
    if (Option.isNone(reference) && Option.isNone(body))
      return yield* new WrongUsage({ message: "Give a reference, or a saved answer with --body." })
    const known = Option.isNone(reference) ? undefined : yield* readReference(reference.value)
    const ours = yield* withSettings(rest)(secrets)
    const result = Option.isSome(body)
      ? yield* Effect.result(
          readSavedAnswer({
            body: yield* readBody(body.value),
            httpStatus,
            referenceId: known,
            secrets: ours
          })
        )
      : yield* Effect.result(
          BillPaymentStatus.use(({ inspect }) => inspect({ referenceId: known ?? "" }))
        ).pipe(Effect.provide(layerAsking(rest)), withSettings(rest))
    const explanation = Result.match(result, {
      onFailure: (error) => explainError(error, ours),
      onSuccess: (status) => explainStatus(status, ours)
    })
    const explained = { referenceId: Result.merge(result).referenceId, result }
    const answer = toAnswer(explained, rest)
    yield* Ref.set(yield* ProgramExit, exitCodeOf(outcomeOf(answer)))
    yield* Console.log(
      output === "json"
        ? explanationJson(answer, explanation)
        : explanationText(explained, explanation)
    )
  })
).pipe(
  Command.withDescription("Say why an answer is read as it is, and what to do now"),
  Command.withExamples([
    {
      command: "bill-status explain 123456 --profile mock",
      description: "Ask, and explain the answer"
    },
    {
      command: "bill-status explain --body answer.json",
      description: "A saved answer; nothing is sent"
    },
    {
      command:
        'curl -sd \'{"referenceid":"123456","RegistrationID":"AOP-554"}\' http://127.0.0.1:4010/api/AOP/BillPaymentStatus | bill-status explain --body -',
      description: "An answer from elsewhere"
    }
  ])
)
