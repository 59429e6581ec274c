/** `bill-status check <reference>…`: one question a reference, one exit code for all. */
import { BillPaymentStatus } from "@bill-payment-status/core"
import { layerBillPaymentStatus } from "@bill-payment-status/program"
import { Console, Effect, Ref, Stream } from "effect"
import { Argument, Command } from "effect/cli"
import { exitCodeOf, graver } from "./ExitCode.ts"
import { renderJson } from "./Output/Json.ts"
import { renderTable } from "./Output/Table.ts"
import { ProgramExit } from "./ProgramExit.ts"
import { sharedFlags, withSettings } from "./SharedFlags.ts"

export const checkCommand = Command.make(
  "check",
  {
    references: Argument.String("reference").pipe(
      Argument.withDescription("The reference a payment was sent with"),
      Argument.variadic({ min: 1 })
    ),
    ...sharedFlags
  },
  Effect.fn("bill-status.check")(function* ({ references, ...flags }) {
    const results = yield* Effect.gen(function* () {
      const statuses = yield* BillPaymentStatus
      const inquiries = Stream.fromIterable(references.map((referenceId) => ({ referenceId })))
      return yield* Stream.runCollect(statuses.inspectMany(inquiries))
    }).pipe(Effect.provide(layerBillPaymentStatus), withSettings(flags))

    if (flags.output === "table") yield* Console.log(renderTable(results, flags))
    else yield* Console.log(renderJson(results, flags))

    const exit = yield* ProgramExit
    yield* Ref.set(exit, results.map(exitCodeOf).reduce(graver))
  })
).pipe(
  Command.withDescription("Say whether bills were paid and whether the money is safe"),
  Command.withExamples([
    { command: "bill-status check 123456", description: "One reference" },
    { command: "bill-status check paid-1 pending-1", description: "Several, in this order" },
    { command: "bill-status check 123456 --output json", description: "For a program" },
    {
      command: 'bill-status check -- "$REFERENCE"',
      description: "A reference you did not write yourself: -- keeps it from being read as a flag"
    }
  ])
)
