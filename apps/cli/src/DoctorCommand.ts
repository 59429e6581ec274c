/** `bill-status doctor`: goes the way to AOPay step by step and says where it breaks. */
import { ReferenceId } from "@bill-payment-status/core"
import { Console, Effect, Ref } from "effect"
import { Command, Flag } from "effect/cli"
import { examine } from "./Doctor/Examination.ts"
import type { Step } from "./Doctor/Step.ts"
import { closingText, diagnosisJson, stepText } from "./Output/Diagnosis.ts"
import { ProgramExit } from "./ProgramExit.ts"
import { concurrencyFlag, deadlineFlag, settingFlags } from "./Settings/SettingFlags.ts"

const flags = {
  reference: Flag.String("reference").pipe(
    Flag.withMetavar("REF"),
    Flag.withDescription("Ask about this one instead of one that nobody has sent"),
    Flag.withSchema(ReferenceId),
    Flag.optional
  ),
  output: Flag.Literals("output", ["text", "json"]).pipe(
    Flag.withDescription("text for people (default), json for programs"),
    Flag.withDefault("text")
  ),
  ...concurrencyFlag,
  ...settingFlags,
  ...deadlineFlag
}

export const doctorCommand = Command.make(
  "doctor",
  flags,
  Effect.fn("bill-status.doctor")(function* ({ output, ...given }) {
    const steps: Array<Step> = []
    yield* examine(given, (step) => {
      steps.push(step)
      return output === "text" ? Console.log(stepText(step)) : Effect.void
    })
    yield* Console.log(output === "text" ? `\n${closingText(steps)}` : diagnosisJson(steps))
    const exitCode = steps.find(({ state }) => state === "fail")?.exitCode ?? 0
    yield* Ref.set(yield* ProgramExit, exitCode)
  })
).pipe(
  Command.withDescription(
    "Find out why nothing works: settings, proxy, network, TLS, AOPay, clock"
  ),
  Command.withExamples([
    { command: "bill-status doctor --profile mock", description: "The way to AOPay, step by step" },
    {
      command: "bill-status doctor --output json --profile mock",
      description: "For a program, or to send to somebody"
    }
  ])
)
