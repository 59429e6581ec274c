import { layerCommandServices, runProgram } from "@bill-payment-status/program"
import { Effect } from "effect"
import { name, runCli } from "./Cli.ts"

runProgram(
  name,
  // Nobody listens to the spans of a command.
  runCli(process.argv.slice(2)).pipe(
    Effect.withTracerEnabled(false),
    Effect.provide(layerCommandServices)
  )
)
