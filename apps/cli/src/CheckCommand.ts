/** `bill-status check <reference>…`: one question a reference, one exit code for all. */
import { BillPaymentStatus } from "@bill-payment-status/core"
import { layerBillPaymentStatus } from "@bill-payment-status/program"
import { Console, Effect, Layer, Option, Ref, Stream } from "effect"
import { Argument, Command } from "effect/cli"
import { exitCodeOf, graver } from "./ExitCode.ts"
import { renderCsv } from "./Output/Csv.ts"
import { renderArray, renderLines, renderObject } from "./Output/Json.ts"
import { renderTable } from "./Output/Table.ts"
import { ProgramExit } from "./ProgramExit.ts"
import { referencesOf } from "./References.ts"
import { layerCallPolicy, sharedFlags, withSettings } from "./SharedFlags.ts"

const renderers = { table: renderTable, ndjson: renderLines, csv: renderCsv }

export const checkCommand = Command.make(
  "check",
  {
    references: Argument.String("reference").pipe(
      Argument.withDescription("The reference a payment was sent with"),
      Argument.variadic()
    ),
    ...sharedFlags
  },
  Effect.fn("bill-status.check")(function* ({ references, ...flags }) {
    const { concurrency, from, output, unmasked } = flags
    const oneObject = references.length === 1 && Option.isNone(from)
    const jsonRenderer = oneObject ? renderObject : renderArray
    const render = output === "json" ? jsonRenderer : renderers[output]
    const exit = yield* ProgramExit

    yield* Effect.gen(function* () {
      const { inspectMany } = yield* BillPaymentStatus
      yield* referencesOf("check", references, from).pipe(
        Stream.map((referenceId) => ({ referenceId })),
        (inquiries) => inspectMany(inquiries, { concurrency }),
        Stream.tap((result) => Ref.update(exit, (code) => graver(code, exitCodeOf(result)))),
        render({ unmasked }),
        Stream.runForEach((text) => Console.log(text))
      )
    }).pipe(
      Effect.provide(layerBillPaymentStatus.pipe(Layer.provide(layerCallPolicy(flags)))),
      withSettings(flags)
    )
  })
).pipe(
  Command.withDescription("Say whether bills were paid and whether the money is safe"),
  Command.withExamples([
    { command: "bill-status check 123456", description: "One reference" },
    { command: "bill-status check paid-1 pending-1", description: "Several, in this order" },
    { command: "bill-status check 123456 --output json", description: "For a program" },
    { command: "bill-status check --from references.txt --output csv", description: "A file" },
    {
      command: 'bill-status check -- "$REFERENCE"',
      description: "A reference you did not write yourself: -- keeps it from being read as a flag"
    }
  ])
)
