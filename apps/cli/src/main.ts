import { layerCommandServices, runProgram } from "@bill-payment-status/program"
import { Effect } from "effect"
import { name, runCli } from "./Cli.ts"

runProgram(name, runCli(process.argv.slice(2)).pipe(Effect.provide(layerCommandServices)))
