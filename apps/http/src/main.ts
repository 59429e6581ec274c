import { layerCommandServices, runProgram } from "@bill-payment-status/program"
import { Effect } from "effect"
import { name, runGateway } from "./Program.ts"

runProgram(name, runGateway(process.argv.slice(2)).pipe(Effect.provide(layerCommandServices)), {
  interruptedCode: 0
})
